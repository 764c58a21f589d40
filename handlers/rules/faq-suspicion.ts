import { type FaqContent, hiddenIn, showHidden, withoutHidden } from '../../knowledge/index.ts';

/** What somebody should look at twice before an entry answers. */
export type FaqSuspicion =
  | { what: 'hidden'; characters: string[]; shown: string }
  | { what: 'planted'; words: string }
  | { what: 'links'; hosts: string[] };

/** What the texts of an entry hold that a reader may not notice. */
export function suspicionsOf(content: FaqContent): FaqSuspicion[] {
  const texts = textsOf(content);
  const hidden = texts.filter((text) => hiddenIn(text).length > 0);
  const planted = texts.map((text) => PLANTED.exec(withoutHidden(text))?.[0]).find((words) => words !== undefined);
  const hosts = [...new Set(texts.flatMap(hostsIn))];
  return [
    ...(hidden.length > 0
      ? [
          {
            what: 'hidden' as const,
            characters: [...new Set(hidden.flatMap(hiddenIn))],
            shown: around(hidden[0] ?? ''),
          },
        ]
      : []),
    ...(planted === undefined ? [] : [{ what: 'planted' as const, words: planted }]),
    ...(hosts.length > 0 ? [{ what: 'links' as const, hosts }] : []),
  ];
}

/** The entry as it is published: without characters that nobody sees. */
export const cleaned = (content: FaqContent): FaqContent => withTexts(content, withoutHidden);

/** The entry as whoever approves it should see it: with those characters made visible. */
export const revealed = (content: FaqContent): FaqContent => withTexts(content, showHidden);

function withTexts(content: FaqContent, change: (text: string) => string): FaqContent {
  const { practice, source } = content;
  return {
    ...content,
    question: change(content.question),
    variants: content.variants.map(change),
    answer: change(content.answer),
    ...(practice !== undefined && { practice: change(practice) }),
    ...(source !== undefined && { source: change(source) }),
  };
}

const textsOf = ({ question, variants, answer, practice = '', source = '' }: FaqContent): string[] => [
  question,
  ...variants,
  answer,
  practice,
  source,
];

/** Words that speak to a machine and not to whoever asks. Nothing here obeys them; people should know that they stand there. */
const PLANTED =
  /\b(?:abaikan|lupakan|ignore|disregard|forget)\b[^.!?\n]{0,40}\b(?:instruksi|perintah|aturan|instructions?|prompts?|rules)\b|\b(?:system|developer)\s*prompt\b|\b(?:kamu|anda|you)\s+(?:sekarang\s+(?:adalah|menjadi)|are\s+now)\b|<\|?\/?(?:system|im_start|assistant)\b/iu;

const LINK = /\b(?:https?:\/\/|www\.)[^\s<>"')\]]*[^\s<>"')\].,;:!?]/giu;

/** Where the links of a text lead, as the host is really called. */
function hostsIn(text: string): string[] {
  return [...withoutHidden(text).matchAll(LINK)].flatMap(([link]) => {
    const url = URL.parse(/^www\./iu.test(link) ? `https://${link}` : link);
    return url ? [url.host] : [];
  });
}

/** Enough of a text to see where its first hidden character stands. */
function around(text: string): string {
  const shown = showHidden(text);
  const at = shown.indexOf('⟨U+');
  const from = Math.max(0, at - 40);
  return `${from > 0 ? '…' : ''}${shown.slice(from, at + 60).toWellFormed()}${shown.length > at + 60 ? '…' : ''}`;
}
