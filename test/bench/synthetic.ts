import { parseRegulation } from '../../ingest/regulation.ts';

/** A number from 0 up to but not including 1. */
type Random = () => number;

/** An invented regulation as a text file would hold it. */
export type SyntheticRegulation = { name: string; text: string; passages: number };

/**
 * Invented regulations, the same for the same input: first halves of sentences joined to the second
 * halves of others, with numbers and place names that do not exist. They speak as the shipped sources
 * do, so that they get in the way of every question, and repeat none of them.
 * @param sentences whole sentences of the shipped sources
 * @param passages stops after the regulation that reaches so many
 */
export function* inventRegulations(
  sentences: string[],
  passages: number,
  seed = 31_2012,
): Generator<SyntheticRegulation> {
  const random = createRandom(seed);
  const halves = sentences.flatMap(halve);
  let made = 0;
  for (let number = 1; made < passages; number++) {
    const text = inventRegulation(number, halves, random);
    const count = parseRegulation(text).passages.length;
    made += count;
    yield { name: `karangan-${String(number).padStart(4, '0')}.txt`, text, passages: count };
  }
}

/** mulberry32: small, fast, and the same everywhere. */
function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Halves = { first: string; second: string };

const JOINT =
  /\s(?=(?:yang|untuk|dengan|dalam|pada|kepada|melalui|oleh|sebagai|apabila|dan|atau|terhadap|di|dari)\s)/gu;

/** Cuts a sentence at the joint nearest to its middle; one without a joint is left out. */
function halve(sentence: string): Halves[] {
  const joints = [...sentence.matchAll(JOINT)].map(({ index }) => index);
  const middle = sentence.length / 2;
  const [cut] = joints.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
  if (cut === undefined || sentence.length < 25 || sentence.length > 600) return [];
  return [{ first: sentence.slice(0, cut), second: sentence.slice(cut + 1) }];
}

/** Pasal per regulation, from … to …: the size of a usual regulation of a regency. */
const PASAL = { least: 25, most: 75 };

function inventRegulation(number: number, halves: Halves[], random: Random): string {
  const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const place = inventPlace(random);
  const sentence = () => {
    const joined = `${pick(halves).first} ${pick(halves).second}`;
    // Some sentences name a place of their own, so that the vocabulary grows with the documents as it does in earnest.
    const named = random() < 0.3 ? `${joined} di Kecamatan ${inventPlace(random)}` : joined;
    return named
      .replaceAll(/polewali mandar|polman/giu, place)
      .replaceAll(/\d+/gu, (digits) => String(between(1, 10 ** Math.min(4, digits.length) - 1)));
  };
  const title = sentence().slice(0, 90).toUpperCase();
  const lines = [
    `PERATURAN BUPATI ${place.toUpperCase()}`,
    `NOMOR ${number} TAHUN ${2013 + (number % 13)}`,
    '',
    'TENTANG',
    '',
    title,
    '',
    'DENGAN RAHMAT TUHAN YANG MAHA ESA',
    '',
    'Menimbang :',
    `a. bahwa ${sentence()};`,
    `b. bahwa ${sentence()};`,
    'Mengingat :',
    `1. Undang-Undang Nomor ${between(1, 99)} Tahun ${between(1999, 2024)} tentang Kabupaten ${place};`,
    `2. Peraturan Presiden Nomor ${between(1, 99)} Tahun ${between(1999, 2024)};`,
    '',
    'MEMUTUSKAN :',
    '',
    `Menetapkan : PERATURAN BUPATI TENTANG ${title}.`,
  ];
  const last = between(PASAL.least, PASAL.most);
  for (let pasal = 1; pasal <= last; pasal++) {
    if (pasal % 8 === 1) lines.push('', `BAB ${roman(Math.ceil(pasal / 8))}`, sentence().slice(0, 60).toUpperCase());
    lines.push('', `Pasal ${pasal}`, '');
    const ayat = between(1, 5);
    if (ayat === 1) lines.push(`${sentence()}.`);
    else
      for (let at = 1; at <= ayat; at++) {
        const items = random() < 0.25 ? between(2, 6) : 0;
        lines.push(`(${at}) ${sentence()}${items > 0 ? ' meliputi :' : '.'}`);
        for (let item = 0; item < items; item++) lines.push(`${String.fromCharCode(97 + item)}. ${sentence()};`);
      }
  }
  lines.push('', `Ditetapkan di ${place}`, `pada tanggal ${between(1, 28)} Maret ${2013 + (number % 13)}`, '');
  return lines.join('\n');
}

const SYLLABLES =
  'ba be bo da di du ga gu ka ki ko la le lo ma me mo na ni pa po ra re ri sa se so ta te to wa wo'.split(' ');
const ENDINGS = ['', 'n', 'ng', 'r', 's', 't', 'k', 'h'];

/** Two to four syllables, capital first: some tens of thousands of names, nearly all of no real place. */
function inventPlace(random: Random): string {
  const pick = (list: string[]) => list[Math.floor(random() * list.length)] ?? '';
  const name = Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(SYLLABLES)).join('') + pick(ENDINGS);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function roman(number: number): string {
  return (
    'X'.repeat(Math.floor(number / 10)) +
    (['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX'][number % 10] ?? '')
  );
}
