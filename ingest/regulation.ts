import { type Address, findReferences, type Passage } from '../knowledge/index.ts';

/** What the parser read: the units in order, and what it stumbled on. */
export type ParsedRegulation = {
  passages: Passage[];
  /** Jenis, nomor, tahun and judul as the head of the text gives them. */
  head: { jenis?: string; nomor?: number; tahun?: number; judul?: string };
  counts: { bab: number; bagian: number; pasal: number; ayat: number; items: number };
  warnings: string[];
};

type Level = 'bagian' | 'pasal' | 'ayat' | 'huruf' | 'angka' | 'sub';

type Node = {
  level: Level;
  address: Address;
  heading: string[];
  parent: Node | undefined;
  start: number;
  end: number;
  /** Where the text behind the marker begins. */
  bodyStart: number;
  /** Where the first child begins, or -1. */
  firstChild: number;
};

type Line = { text: string; start: number; end: number; blankBefore: boolean };

/** Parts before the first Pasal that are cited by name, by the word that opens them. */
const OPENINGS: [RegExp, string][] = [
  [/^menimbang\b\s*:?/iu, 'menimbang'],
  [/^mengingat\b\s*:?/iu, 'mengingat'],
  [/^memperhatikan\b\s*:?/iu, 'memperhatikan'],
  [/^menetapkan\b\s*:?/iu, 'menetapkan'],
];
const DECIDES = /^memutuskan\b\s*:?\s*$/iu;
const BAB = /^BAB\s+([IVXLC]+)\b\.?\s*(.*)$/u;
const BAGIAN =
  /^Bagian\s+(Pertama|Kesatu|Kedua|Ketiga|Keempat|Kelima|Keenam|Ketujuh|Kedelapan|Kesembilan|Kesepuluh|Kesebelas|Keduabelas)\b\s*(.*)$/iu;
const PARAGRAF = /^Paragraf\s+(\d+|Kesatu|Kedua|Ketiga|Keempat|Kelima)\b\s*(.*)$/iu;
const PASAL = /^Pasal\s+(\d+)\s*([A-Z])?\s*\.?$/iu;
const CLOSING = /^(agar setiap orang|ditetapkan di|disahkan di)\b/iu;
const ELUCIDATION = /^PENJELASAN(\s+ATAS)?\s*$/u;
const ANNEX = /^LAMPIRAN\b/u;
/** A line that ends so is not finished: what follows is text, whatever it looks like. */
const UNFINISHED =
  /(?:\b(?:pasal|ayat|huruf|angka|nomor|tahun|dalam|pada|dengan|dimaksud)|(?<![;,.]\s{0,3})\b(?:dan|atau))$/iu;

type Marker = { level: 'ayat' | 'huruf' | 'angka' | 'sub'; value: number; clear: boolean; length: number };

/**
 * Reads the structure of an Indonesian regulation: menimbang, mengingat, memperhatikan, BAB, Bagian,
 * Pasal, ayat, huruf, angka, huruf-kurung, penutup. Order of numbers decides, not indentation and not
 * punctuation: scanned regulations lose dots, change case, and are cut by page breaks.
 *
 * `source` is the document's text; every passage is a slice of it. A text without any Pasal gives no
 * passages of kind pasal: the caller decides what to do with it.
 */
export function parseRegulation(source: string): ParsedRegulation {
  const lines = splitLines(source);
  const nodes: Node[] = [];
  const warnings: string[] = [];
  const counts = { bab: 0, bagian: 0, pasal: 0, ayat: 0, items: 0 };
  const open: Node[] = [];
  let bab = '';
  let bagian = '';
  let paragraf = '';
  let bagianNumber = 0;
  /** Where the title of a heading may still go on. */
  let titleOf: 'bab' | 'bagian' | 'paragraf' | undefined;
  let lastPasal = 0;
  let part: 'head' | 'preamble' | 'body' | 'closing' = 'head';
  let previous = '';

  const heading = () => [bab, bagian, paragraf].filter((title) => title !== '');
  const close = (depth: number, at: number) => {
    while (open.length > depth) {
      const node = open.pop();
      if (node) node.end = at;
    }
  };
  const begin = (level: Level, address: Address, start: number, bodyStart: number) => {
    const parent = open.at(-1);
    if (parent && parent.firstChild < 0) parent.firstChild = start;
    const node: Node = {
      level,
      address,
      heading: heading(),
      parent,
      start,
      end: source.length,
      bodyStart,
      firstChild: -1,
    };
    nodes.push(node);
    open.push(node);
  };
  const bodyOf = (node: Node, to: number) => tidy(source.slice(node.bodyStart, to));

  for (const line of lines) {
    const { text } = line;
    if (ELUCIDATION.test(text) || (ANNEX.test(text) && part === 'closing')) {
      close(0, line.start);
      warnings.push(`Bagian "${text}" tidak dibaca sebagai batang tubuh.`);
      break;
    }
    if (part === 'closing') {
      previous = text;
      continue;
    }
    if (part !== 'body' || lastPasal > 0) {
      if (part === 'body' && CLOSING.test(text) && !UNFINISHED.test(previous)) {
        close(0, line.start);
        bab = '';
        bagian = '';
        paragraf = '';
        begin('bagian', { bagian: 'penutup' }, line.start, line.start);
        part = 'closing';
        continue;
      }
    }
    if (part === 'head' || part === 'preamble') {
      const opening = OPENINGS.find(([pattern]) => pattern.test(text));
      if (opening) {
        close(0, line.start);
        if (part === 'head') {
          begin('bagian', { bagian: 'judul' }, lines[0]?.start ?? 0, lines[0]?.start ?? 0);
          close(0, line.start);
        }
        part = 'preamble';
        const marker = text.match(opening[0])?.[0].length ?? 0;
        begin('bagian', { bagian: opening[1] }, line.start, line.start + marker);
        // "Menimbang : a. bahwa …" carries its first item on the same line.
        const rest = text.slice(marker);
        const inner = readMarker(rest.trim());
        if (inner && inner.value === 1 && inner.clear) {
          const offset = line.start + marker + (rest.length - rest.trimStart().length);
          begin(inner.level, addressOf(open.at(-1)?.address ?? {}, inner), offset, offset + inner.length);
          counts.items++;
        }
        previous = text;
        continue;
      }
      if (DECIDES.test(text)) {
        close(0, line.start);
        previous = text;
        continue;
      }
    }

    const isBab = text.match(BAB);
    const isBagian = text.match(BAGIAN);
    const isParagraf = text.match(PARAGRAF);
    const isPasal = text.match(PASAL);
    const broken = UNFINISHED.test(previous) && !line.blankBefore;
    if (isBab && !broken) {
      close(0, line.start);
      part = 'body';
      counts.bab++;
      bab = `BAB ${isBab[1]} ${isBab[2]}`.trim();
      bagian = '';
      paragraf = '';
      bagianNumber = 0;
      titleOf = isBab[2] ? undefined : 'bab';
    } else if (isBagian && part === 'body' && !broken && startsTitle(isBagian[2] ?? '')) {
      close(0, line.start);
      counts.bagian++;
      const number = ORDINALS.indexOf((isBagian[1] ?? '').toLowerCase().replace('pertama', 'kesatu')) + 1;
      if (number > bagianNumber + 1)
        warnings.push(
          `${bab}: sesudah Bagian ke-${bagianNumber} langsung Bagian ke-${number}; yang di antaranya tidak ada.`,
        );
      bagianNumber = number;
      bagian = `Bagian ${isBagian[1]} ${isBagian[2]}`.trim();
      paragraf = '';
      titleOf = isBagian[2] ? undefined : 'bagian';
    } else if (isParagraf && part === 'body' && !broken && startsTitle(isParagraf[2] ?? '')) {
      close(0, line.start);
      paragraf = `Paragraf ${isParagraf[1]} ${isParagraf[2]}`.trim();
      titleOf = isParagraf[2] ? undefined : 'paragraf';
    } else if (isPasal && !broken && follows(Number(isPasal[1]), isPasal[2], lastPasal)) {
      close(0, line.start);
      part = 'body';
      const number = Number(isPasal[1]);
      if (number > lastPasal + 1) warnings.push(`Sesudah Pasal ${lastPasal} langsung Pasal ${number}.`);
      lastPasal = number;
      titleOf = undefined;
      counts.pasal++;
      const sisipan = isPasal[2]?.toLowerCase();
      begin('pasal', { pasal: number, ...(sisipan && { sisipan }) }, line.start, line.end);
    } else if (titleOf && (open.length === 0 || part === 'body') && !readMarkerClear(text)) {
      if (titleOf === 'bab') bab = `${bab} ${text}`;
      else if (titleOf === 'bagian') bagian = `${bagian} ${text}`;
      else paragraf = `${paragraf} ${text}`;
    } else if (open.length > 0) {
      const marker = readMarker(text);
      const depth = marker && !broken ? placeOf(marker, open, (node) => bodyOf(node, line.start)) : -1;
      if (marker && depth >= 0) {
        close(depth, line.start);
        const parent = open.at(-1);
        begin(marker.level, addressOf(parent?.address ?? {}, marker), line.start, line.start + marker.length);
        if (marker.level === 'ayat') counts.ayat++;
        else counts.items++;
      }
    }
    previous = text;
  }
  close(0, source.length);

  const order = new Map(nodes.map((node, index) => [node, index]));
  const passages = nodes.map((node, ordinal) => toPassage(node, ordinal, source, order));
  return { passages, head: readHead(lines), counts, warnings };
}

const ORDINALS = [
  'kesatu',
  'kedua',
  'ketiga',
  'keempat',
  'kelima',
  'keenam',
  'ketujuh',
  'kedelapan',
  'kesembilan',
  'kesepuluh',
];

/** A title starts with a capital; "Bagian Kedua dan Bagian Ketiga berlaku …" is running text. */
const startsTitle = (rest: string) => rest === '' || /^[A-Z]/u.test(rest);

/** A Pasal follows the one before it; gaps are allowed in extracts, steps back are references in running text. */
function follows(number: number, letter: string | undefined, last: number): boolean {
  if (letter !== undefined) return number >= last;
  return number > last && (last === 0 || number <= last + 30);
}

/** Lines without the list bullets and the white space around them, with their place in the source. */
function splitLines(source: string): Line[] {
  const lines: Line[] = [];
  let at = 0;
  let blank = true;
  for (const raw of source.split('\n')) {
    // "-  a." and " - b." are bullets of a converted list; "- 3 -" is a page number.
    const isPageNumber = /^\s*-?\s*\d{1,4}\s*-?\s*$/u.test(raw);
    const lead = raw.match(/^[\s\u00a0]*(?:[-•–][\s\u00a0]+)?/u)?.[0].length ?? 0;
    const text = raw.slice(lead).trimEnd();
    if (text === '' || isPageNumber) blank = true;
    else {
      lines.push({ text, start: at + lead, end: at + lead + text.length, blankBefore: blank });
      blank = false;
    }
    at += raw.length + 1;
  }
  return lines;
}

/** The list marker a line begins with. `clear`: it carries its dot or bracket, so that it is hardly anything else. */
function readMarker(text: string): Marker | undefined {
  let match = text.match(/^\((\d{1,3})\)\s*/u);
  if (match) return { level: 'ayat', value: Number(match[1]), clear: true, length: match[0].length };
  match = text.match(/^([a-z])\)\s*/iu);
  if (match) return { level: 'sub', value: letterValue(match[1] ?? ''), clear: true, length: match[0].length };
  match = text.match(/^([a-z])(\.)?\s+/iu);
  if (match)
    return {
      level: 'huruf',
      value: letterValue(match[1] ?? ''),
      clear: match[2] !== undefined,
      length: match[0].length,
    };
  match = text.match(/^(\d{1,3})(\.)?\s+/u);
  if (match) return { level: 'angka', value: Number(match[1]), clear: match[2] !== undefined, length: match[0].length };
  return undefined;
}

const readMarkerClear = (text: string) => {
  const marker = readMarker(text);
  return marker?.clear === true && marker.value === 1;
};

const letterValue = (letter: string) => letter.toLowerCase().charCodeAt(0) - 96;

/** An unfinished sentence that announces a list. */
const ANNOUNCES =
  /(:|meliputi|terdiri (?:dari|atas)|sebagai berikut|antara lain|yaitu|yakni|berupa|berbunyi)\s*:?\s*$/iu;

/**
 * Where a marker belongs: the depth its parent has in `open`, or -1 when it is no marker here.
 * It either continues an open list (the next number of the same sort, deepest list first) or begins
 * one under a unit that has no list yet.
 */
function placeOf(marker: Marker, open: Node[], body: (node: Node) => string): number {
  for (let depth = open.length - 1; depth >= 0; depth--) {
    const node = open[depth];
    if (node?.level === marker.level && numberOf(node) + 1 === marker.value) return depth;
  }
  if (marker.value !== 1) return -1;
  const parent = open.at(-1);
  if (!parent || parent.firstChild >= 0) return -1;
  if (marker.level === 'ayat') return parent.level === 'pasal' && body(parent) === '' ? open.length : -1;
  // The same sort of marker cannot nest in itself: "a." below "a." is text.
  if (open.some((node) => node.level === marker.level)) return -1;
  const lead = body(parent);
  if (ANNOUNCES.test(lead)) return open.length;
  return marker.clear && (lead === '' || parent.level === 'bagian' || /[,;]$/u.test(lead)) ? open.length : -1;
}

function numberOf(node: Node): number {
  const { address } = node;
  if (node.level === 'ayat') return address.ayat ?? 0;
  if (node.level === 'huruf') return letterValue(address.huruf ?? '');
  if (node.level === 'angka') return address.angka ?? 0;
  if (node.level === 'sub') return letterValue(address.sub ?? '');
  return -1;
}

function addressOf(parent: Address, marker: Marker): Address {
  const letter = String.fromCharCode(96 + marker.value);
  if (marker.level === 'ayat') return { ...parent, ayat: marker.value };
  if (marker.level === 'huruf') return { ...parent, huruf: letter };
  if (marker.level === 'sub') return { ...parent, sub: letter };
  return { ...parent, angka: marker.value };
}

function toPassage(node: Node, ordinal: number, source: string, order: Map<Node, number>): Passage {
  const text = trimHeadings(source.slice(node.start, node.end));
  const parent = node.parent;
  const lead = parent ? leadOf(parent, source) : '';
  const references: NonNullable<Passage['extra']['references']> = findReferences(
    plain(ownText(node, source)),
    node.address,
  );
  // The date itself stands in the closing: without it "pada tanggal diundangkan" tells nobody when.
  const promulgated = /mulai\s+berlaku\s+(?:pada|sejak)\s+(tanggal\s+(?:diundangkan|ditetapkan))/iu.exec(
    plain(ownText(node, source)),
  );
  if (promulgated?.[1] && node.firstChild < 0)
    references.push({ written: promulgated[1], to: { bagian: 'penutup' }, needed: true });
  const defines = node.level === 'angka' ? readDefinition(plain(source.slice(node.bodyStart, node.end))) : undefined;
  return {
    ordinal,
    ...(parent && { parent: order.get(parent) ?? 0 }),
    kind: node.level,
    address: node.address,
    heading: node.heading,
    lead,
    text,
    extra: { ...(references.length > 0 && { references }), ...(defines && { defines }) },
  };
}

const ownText = (node: Node, source: string) =>
  source.slice(node.bodyStart, node.firstChild >= 0 ? node.firstChild : node.end);

/** The opening words of a unit, up to its first item; a huruf's lead includes that of the angka above it. */
function leadOf(node: Node, source: string): string {
  if (node.level === 'bagian') return '';
  const own = node.level === 'pasal' && node.firstChild < 0 ? '' : tidy(ownText(node, source));
  const above = node.parent && (node.level === 'huruf' || node.level === 'angka') ? leadOf(node.parent, source) : '';
  return [above, own].filter((words) => words !== '').join(' ');
}

/** A slice ends with the blank lines and bullets of what follows: cut them. */
const trimHeadings = (slice: string) => slice.replace(/[\s•–-]+$/u, '');

/** Text without the marks of its conversion: emphasis asterisks, bullets, line breaks. */
function plain(text: string): string {
  return text.replaceAll('*', '').replace(/\n\s*[-•–]\s+/gu, '\n');
}

const tidy = (text: string) =>
  plain(text)
    .replace(/\s+/gu, ' ')
    .replace(/[\s•–-]+$/u, '')
    .trim();

const DEFINITION =
  /^(?<term>.{2,160}?)(?:\s+atau\s+(?<other>[^,]{2,40}?))?(?:,?\s+(?:yang\s+)?selanjutnya\s+(?:disebut|disingkat)(?:\s+dengan)?\s+(?<alias>.{1,80}?))?\s+adalah\s/su;

/** "X yang selanjutnya disebut Y adalah …" names X and its alias Y. */
function readDefinition(body: string): { term: string; aliases: string[] } | undefined {
  const match = body.replace(/\s+/gu, ' ').match(DEFINITION);
  const term = match?.groups?.term?.trim();
  if (!term || term.split(' ').length > 14) return undefined;
  const aliases = [match?.groups?.alias, match?.groups?.other].flatMap((name) =>
    name ? [name.trim().replace(/,$/u, '')] : [],
  );
  return { term, aliases };
}

function readHead(lines: Line[]): ParsedRegulation['head'] {
  const stop = lines.findIndex(({ text }) => /^menimbang/iu.test(text));
  const text = lines
    .slice(0, stop < 0 ? 12 : stop)
    .map((line) => line.text)
    .join('\n');
  const match = text.match(
    /^((?:PERATURAN|UNDANG-UNDANG|KEPUTUSAN|INSTRUKSI)[A-Z ,/-]*?)\s+NOMOR\s*:?\s*(\d+)\s+TAHUN\s+(\d{4})\s+TENTANG\s+([\s\S]+?)(?:\nDENGAN RAHMAT|$)/mu,
  );
  if (!match) return {};
  return {
    jenis: (match[1] ?? '').replace(/\s+/gu, ' ').trim(),
    nomor: Number(match[2]),
    tahun: Number(match[3]),
    judul: (match[4] ?? '').replace(/\s+/gu, ' ').trim(),
  };
}
