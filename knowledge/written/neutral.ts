import { withoutHidden } from '../hidden-characters.ts';
import { replaceLookAlikes } from './look-alikes.ts';

/** Signs of the markup in which models are spoken to: "<|im_start|>", "</kutipan>", "<<SYS>>", also as "&lt;". */
const TAG_OPENS = /(?:<|&(?:amp;)*(?:lt|#0*60|#x0*3c);?)(?=\s*(?:[|/!?<\p{L}]|&(?:amp;)*(?:lt|#)))/giu;
/** "[S3]", "[S3, S4]", "[INST]", "{{system}}": what looks like the sign of a passage, or of a role. "[NAMA_1]" stays. */
const FALSE_SIGN =
  /[[【〔〖〘〚⟦⁅「『⟨〈《«({│┃║]{1,9}\s*\/?\s*(S\s?\d{1,3}(?:\s*[-,;/&+]\s*S?\s?\d{1,3})*|inst|sys|system|assistant|user|developer|tool)\s*[\]】〕〗〙〛⟧⁆」』⟩〉》»)}│┃║]{1,9}/giu;
/** "system:", as if another spoke. */
const FALSE_ROLE = /(system|assistant|developer|user|human)\s{0,3}:/giu;
/** The same at the beginning of a line, or of an item or a quoted line; "petunjuk baru:". */
const FALSE_SPEAKER =
  /^([\s>»›*•·▪◦+=#~_"'“‘|(\u2010-\u2015-]{0,12}(?:sistem|asisten|pengguna|petunjuk|instruksi|perintah|prompt|instruction)s?(?:[ \t]+(?:baru|tambahan|khusus|penting|sistem|terbaru|rahasia|utama|admin)){0,2})\s{0,3}:/gimu;
/** Fences and lines: "```", "=====", "-----", "━━━━━". */
const FENCE = /[`´=#~_*\u2010-\u2015\u2212\u2500-\u259f⎯-]{3,}/gu;
const CONTROL = /[\p{Cc}\p{Co}\p{Cs}]/gu;

/**
 * A text of a person or a document as it may stand before a model: composed (NFC), without characters that nobody sees or that
 * turn the direction, without anything that looks like a delimiter, the sign of a passage or the role of a speaker, and at most
 * `longest` UTF-16 units long. It stays readable: what is taken is the sign, not the words.
 */
export function neutral(text: string, longest: number): string {
  const plain = withoutHidden(text.toWellFormed())
    .normalize('NFC')
    .replace(/\r\n?|[\u0085\u2028\u2029]/gu, '\n')
    .replace(CONTROL, (character) => (character === '\n' ? '\n' : ' '))
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/ ?\n ?/gu, '\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
  // What is so much longer than allowed is not even looked at.
  const head = withoutSigns(plain.slice(0, longest * 2));
  return plain.length > longest * 2 || head.length > longest ? shortened(head, longest) : head;
}

/** More often than signs can be made of what is left of others. */
const ROUNDS = 8;

/** Without signs, and without those that come about where others were taken out. */
function withoutSigns(text: string): string {
  let left = text;
  for (let round = 0; round < ROUNDS; round++) {
    const before = left;
    left = withoutOnce(before);
    if (left === before) break;
  }
  return left;
}

/** Looks alike is alike to a model: signs count in whatever letters they are written. */
function withoutOnce(text: string): string {
  const fenced = replaceLookAlikes(text, FENCE, (found) => Array.from(found)[0] ?? '');
  const tagged = replaceLookAlikes(fenced, TAG_OPENS, () => '‹');
  const signed = replaceLookAlikes(tagged, FALSE_SIGN, (_found, inner) => `(${inner})`);
  const spoken = [FALSE_ROLE, FALSE_SPEAKER].reduce(
    (said, pattern) => replaceLookAlikes(said, pattern, (_found, speaker) => `${speaker} –`),
    signed,
  );
  return spoken.replaceAll('`', "'").trim();
}

function shortened(text: string, longest: number): string {
  const cut = text.slice(0, longest - 1).toWellFormed();
  return `${cut.replace(/\ufffd$/u, '').trimEnd()}…`;
}
