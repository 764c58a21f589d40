import { MASK } from './personal-data.ts';

/** Shorter ones are mostly words of every description, or what a firm is: CV, PT, UD. */
const FEWEST_LETTERS = 4;

/** Parts of the names of firms and people that name nobody alone, and would be missed in the words of a trouble. */
const NAMES_NOBODY = new Set([
  ...['tbk', 'persero', 'perseroan', 'koperasi', 'yayasan', 'firma', 'toko', 'usaha', 'dagang', 'grup', 'group'],
  ...['bapak', 'saudara', 'haji', 'hajjah', 'indonesia', 'polewali', 'mandar', 'sulawesi', 'barat'],
  ...['sistem', 'data', 'digital', 'informasi', 'informatika', 'teknik', 'teknologi', 'komputer', 'media', 'jaringan'],
  ...['server', 'aplikasi', 'online', 'solusi', 'jasa', 'layanan', 'konsultan', 'konstruksi', 'bangunan', 'penyedia'],
]);

/**
 * A text with MASK wherever the reporter's name stands in it as whole words, in any case: the full name, and each part of it
 * that names somebody.
 * @param name as the reporter calls themselves; an empty or short one changes nothing
 */
export function withoutName(text: string, name: string): string {
  const pattern = patternOf(name);
  return pattern ? text.replace(pattern, MASK) : text;
}

/** Finds a name and each part of it that names somebody, as `withoutName` does; undefined for one that names nobody. */
export function patternOf(name: string): RegExp | undefined {
  const parts = name.split(/[\s,.;()]+/u).filter((part) => part !== '');
  const telling = parts.filter((part) => isLong(part) && !NAMES_NOBODY.has(part.toLowerCase()));
  const full = isLong(name) && parts.length > 1 ? [parts.map(escaped).join('[\\s,.;()]+')] : [];
  const names = [...full, ...telling.map(escaped)];
  if (names.length === 0) return undefined;
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${names.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
}

const isLong = (word: string) => (word.match(/\p{L}/gu) ?? []).length >= FEWEST_LETTERS;
const escaped = (word: string) => word.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
