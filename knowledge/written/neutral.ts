import { withoutHidden } from '../hidden-characters.ts';

/** Signs of the markup in which models are spoken to: "<|im_start|>", "</kutipan>", "<<SYS>>". */
const TAG_OPENS = /[<＜﹤](?=\s*[|/!?<＜\p{L}])/gu;
/** "[S3]", "[INST]", "{{system}}": what looks like the sign of a passage, or of a role. Placeholders such as "[NAMA_1]" stay. */
const FALSE_SIGN =
  /[[［【⟦({]{1,2}\s*\/?\s*(S\s?\d{1,3}|inst|sys|system|assistant|user|developer|tool)\s*[\]］】⟧)}]{1,2}/giu;
/** "system:", as if another spoke. */
const FALSE_ROLE = /(system|assistant|developer|user|human)(\s{0,3})[:：]/giu;
const FALSE_SPEAKER = /^(\s{0,9}(?:sistem|asisten|pengguna|petunjuk|instruksi|prompt|instruction)s?)(\s{0,3})[:：]/gimu;
/** Fences and lines: "```", "=====", "-----". */
const FENCE = /([`´=#~_*\u2010-\u2015-])\1{2,}/gu;
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
    .replace(TAG_OPENS, '‹')
    .replace(FALSE_SIGN, '($1)')
    .replace(FALSE_ROLE, '$1 –')
    .replace(FALSE_SPEAKER, '$1 –')
    .replace(FENCE, '$1')
    .replaceAll('`', "'")
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/ ?\n ?/gu, '\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
  return plain.length <= longest
    ? plain
    : `${plain
        .slice(0, longest - 1)
        .toWellFormed()
        .replace(/\ufffd$/u, '')
        .trimEnd()}…`;
}
