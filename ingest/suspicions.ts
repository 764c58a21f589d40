import { hiddenIn } from '../knowledge/index.ts';

/** Words that are meant for a machine that reads along. */
const PLANTED =
  /[^.\n]{0,60}\b(?:abaikan|lupakan|ignore|disregard)\s+(?:\p{L}+\s+){0,4}(?:instruksi|perintah|aturan sebelumnya|instructions?|prompt)\b[^.\n]{0,60}/iu;

/** What in a text should be looked at before it is taken over; nothing in it is ever obeyed. */
export function suspicions(text: string): string[] {
  const hidden = hiddenIn(text).length;
  const planted = PLANTED.exec(text)?.[0].trim();
  return [
    ...(hidden > 0
      ? [`Ada ${hidden} huruf yang tidak terlihat atau membalik arah tulisan di dalamnya. Periksa naskahnya.`]
      : []),
    ...(planted
      ? [
          `Ada kalimat yang mirip perintah untuk mesin: “${planted.replace(/\s+/gu, ' ')}”. Isinya hanya dapat dikutip, tidak dijalankan.`,
        ]
      : []),
  ];
}
