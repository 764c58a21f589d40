import { createHash } from 'node:crypto';

/** Ids stand in buttons and in commands. */
const LONGEST = 60;

/** Small Latin letters and digits, with one dash between words; empty when a text has neither. */
export const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .slice(0, LONGEST)
    .replace(/^-|-$/gu, '');

/** What a document is called by that says no id: its title, else what stands for a title in other letters. */
export const idOfTitle = (title: string): string => slug(title) || shortHash(title);

/** What a document is called by that has no title but the name of its file: many files are called "scan.pdf". */
export const idOfText = (name: string, text: string): string =>
  [slug(name), shortHash(text)].filter((part) => part !== '').join('-');

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);
