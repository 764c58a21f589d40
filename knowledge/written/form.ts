import { hiddenIn } from '../hidden-characters.ts';

/** A sentence is no longer than this, in characters. */
const MOST = 400;

/** Letters, figures and the marks of plain prose; nothing that a channel or a person could take for a link, a command or a name. */
const PROSE = /^[\p{Script=Latin}\d\s.,;:()/?!%'’‘“”"\u2013\u2014-]+$/u;

/** What no sentence held to a passage needs: addresses, long figures, marks of passages. */
const FOREIGN = [
  /https?:|www\.|\b[\p{L}\d-]+\.(?:com|id|net|org|me|io|go|gov|info|xyz|link|co|ly|site|online)\b/iu,
  /\b(?:\d[\s.()-]?){8,}/u,
  /\b[sS]\d{1,2}\b/u,
];

/** Whether a sentence of a model looks like prose and nothing else. */
export function isProse(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > MOST) return false;
  if (hiddenIn(text).length > 0 || !PROSE.test(trimmed)) return false;
  return !FOREIGN.some((pattern) => pattern.test(trimmed));
}

/** "Ya," and "Tidak," answer a question that is not looked at here; what follows says it. */
const YES_OR_NO =
  /^\s*(?:ya|iya|yap|betul|benar|tidak|nggak|enggak|ga|gak|bukan|belum|bisa|boleh|yes|no|yep|nope|correct|right|(?:tidak|nggak|enggak|ga|gak|belum)\s+(?:perlu|wajib|harus|bisa|boleh|dapat)|wajib|harus|perlu)\s*[,.!;:\u2013\u2014-]+\s+/iu;

/** The sentence without the yes or no in front of it, and without the words that only call the reader. */
export function withoutOpening(text: string): string {
  const bare = text.trim().replace(YES_OR_NO, '');
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}

const INDONESIAN =
  /\b(?:yang|dan|atau|di|ke|dari|untuk|dengan|pada|oleh|dalam|adalah|tidak|bukan|dapat|bisa|akan|harus|wajib|ini|itu|kepada|jika|bila)\b/giu;
const ENGLISH =
  /\b(?:the|an?|of|to|is|are|and|or|not|by|in|for|from|can|must|may|with|on|at|be|it|they|does|do|if|when|has|have)\b/giu;

/** Whether more of its small words are Indonesian than English. */
export const isIndonesian = (text: string): boolean =>
  (text.match(INDONESIAN) ?? []).length > (text.match(ENGLISH) ?? []).length;
