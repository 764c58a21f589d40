import { type Language, tokenize } from '../words.ts';

/** How an answer speaks: as it was asked. */
export type Register = 'baku' | 'santai' | 'english';

/** Words of the spoken language that stand in no formal sentence. */
const SPOKEN = new Set(
  (
    'aja bang bgt bos bro bsa deh dong dgn doang emang ga gak gan gimana gitu gmn gmana gini jd kak kalo klo kok krn kyk lagi2 ' +
    'lho loh mah mas mba mbak min mau nanya ngga nggak nih pake sih sist skrg tau tdk tuh trs trus udah udh yg ya'
  ).split(' '),
);
/** From this share of words that are spelled otherwise in a dictionary on, it is chat. */
const CHAT = 0.25;

/** The register of a question; casual as well when it is typed as in a chat, with words cut short. */
export function registerOf(question: string, language: Language): Register {
  const { words, english } = language.standardise(question);
  if (english) return 'english';
  const typed = tokenize(question);
  if (typed.some((word) => SPOKEN.has(word))) return 'santai';
  const standard = new Set(words.map((word) => word.replace(/^!/u, '')));
  const other = typed.filter((word) => !standard.has(word)).length;
  return typed.length > 0 && other / typed.length >= CHAT ? 'santai' : 'baku';
}
