import { type Address, findReferences, type Passage } from '../knowledge/index.ts';
import { type Heading, isNextPasal, leadsToPasal, type PasalNumber, readHeading } from './regulation-headings.ts';
import { awaitsNumber, type Line, splitLines } from './regulation-lines.ts';
import { letterValue, type Marker, readMarkers } from './regulation-markers.ts';

/** What the parser read: the units in order, and what it stumbled on. */
export type ParsedRegulation = {
  passages: Passage[];
  /** Jenis, nomor, tahun and judul as the head of the text gives them. */
  head: { jenis?: string; nomor?: number; tahun?: number; judul?: string };
  counts: { bab: number; bagian: number; pasal: number; ayat: number; items: number; diktum: number };
  warnings: string[];
};

type Level = 'bagian' | 'pasal' | 'ayat' | 'huruf' | 'angka' | 'sub';

type Node = {
  level: Level;
  /** How its list writes its numbers. */
  style: Marker['style'];
  address: Address;
  heading: string[];
  parent: Node | undefined;
  /** Index of the line it begins on. */
  line: number;
  start: number;
  end: number;
  /** Where the text behind the marker begins. */
  bodyStart: number;
  /** Where the first child begins, or -1. */
  firstChild: number;
  /** Where the sentence goes on below its list, or -1. */
  tail: number;
};

/** Where a marker belongs: how many open units stay open above it. */
type Place = { depth: number; level: Level; marker: Marker };

/** Parts before the first Pasal that are cited by name. */
const OPENING = /^(menimbang|mengingat|memperhatikan|menetapkan)\b(\s{0,9}:)?\s*/iu;
/** What stands between those parts and belongs to none; some print it "M E M U T U S K A N". */
const BETWEEN = /^(?:memutuskan:?$|denganpersetujuanbersama)/iu;
const CLOSING =
  /^(?:(?:Agar|AGAR)\s(?:supaya\s)?setiap orang|(?:Di|DI)(?:tetapkan|sahkan|TETAPKAN|SAHKAN)\s(?:di|DI))\b/u;
const ELUCIDATION = /^P ?E ?N ?J ?E ?L ?A ?S ?A ?N(?:\s+(?:ATAS|PERATURAN|UNDANG).*)?$/u;
const ANNEX = /^LAMPIRAN\b/u;

/** How a line ends tells whether its sentence does. */
const FINISHED = /[.;:]["”'*)]*,?$/u;
const ENDS_ITEM = /[.,;:]["”'*)]*(?:\s*(?:dan\/atau|dan|atau))?$/u;
const CONNECTING = /\b(?:dalam|pada|dengan|dimaksud|ketentuan|oleh|dan|atau|serta|menurut|berdasarkan|melanggar)$/iu;
/** An unfinished sentence that announces a list. */
const ANNOUNCES =
  /(?::|meliputi|terdiri (?:dari|atas)|sebagai berikut|antara lain|yaitu|yakni|berupa|berbunyi|mencakup|dimaksud dengan)$/iu;
/** The predicate that a list of conditions ends in: "a. …; atau b. …, / dikenai sanksi." */
const PREDICATE = /^(?:di[a-z]{4,}|dapat|wajib|harus|maka|berhak|dilarang|tidak (?:dapat|boleh|wajib|berlaku))\s/u;
/** How far a list is followed ahead, in lines: bounds the work on texts that are nothing but markers. */
const AHEAD = 40;
const MOST_WARNINGS = 30;
/** A Pasal number this much higher is a gap of an extract; more is something else. */
const WIDEST_GAP = 30;

/**
 * Reads the structure of an Indonesian regulation: menimbang, mengingat, memperhatikan, BAB, Bagian,
 * Paragraf, Pasal, ayat, huruf, angka, huruf-kurung, penutup; of a Keputusan its dictums (KESATU …).
 * Order of numbers decides, not indentation and hardly punctuation: scanned regulations lose dots,
 * change case, and are cut by page breaks.
 *
 * `source` is the document's text; every passage is a slice of it. A text with neither Pasal nor dictum
 * gives no passages of that kind: the caller decides what to do with it.
 */
export function parseRegulation(source: string): ParsedRegulation {
  return new Reader(source).read();
}

class Reader {
  private readonly source: string;
  private readonly lines: Line[];
  private readonly nodes: Node[] = [];
  /** The units that hold the current line, widest first. */
  private readonly open: Node[] = [];
  private readonly warnings: string[] = [];
  private readonly counts = { bab: 0, bagian: 0, pasal: 0, ayat: 0, items: 0, diktum: 0 };
  private part: 'head' | 'preamble' | 'body' | 'closing' = 'head';
  private readonly titles = { bab: '', bagian: '', paragraf: '' };
  /** The heading whose title may still go on. */
  private titleOf: 'bab' | 'bagian' | 'paragraf' | undefined;
  private babNumber = 0;
  private bagianNumber = 0;
  private lastPasal: PasalNumber = { number: 0 };
  private lastDiktum = 0;
  /** "Pasal I" and "Pasal II" of an amending instrument are Roman; else they are a scan's 1 and 11. */
  private readonly amends: boolean;

  constructor(source: string) {
    this.source = source;
    this.lines = splitLines(source);
    this.amends = this.lines.some(({ text }) => text === 'Pasal II');
  }

  read(): ParsedRegulation {
    if (this.amends)
      this.warn(
        'Naskah ini peraturan perubahan (Pasal I, Pasal II): pasal di dalamnya adalah pasal dari peraturan yang diubah.',
      );
    for (const [index, line] of this.lines.entries()) {
      if (this.endsBody(line)) {
        this.close(0, line.start);
        this.warn(`Bagian "${line.text.slice(0, 60)}" tidak dibaca sebagai batang tubuh.`);
        break;
      }
      if (this.part !== 'closing') this.take(index, line);
    }
    this.close(0, this.source.length);
    const order = new Map(this.nodes.map((node, ordinal) => [node, ordinal]));
    const leads = new Map<Node, string>();
    const passages = this.nodes.map((node, ordinal) => this.passageOf(node, ordinal, order, leads));
    return { passages, head: readHead(this.lines), counts: this.counts, warnings: this.warnings };
  }

  private endsBody({ text }: Line): boolean {
    if (this.part === 'closing') return ANNEX.test(text) || ELUCIDATION.test(text.slice(0, 200).toUpperCase());
    return this.part === 'body' && ELUCIDATION.test(text.slice(0, 200));
  }

  private take(index: number, line: Line): void {
    if (this.beginsClosing(index, line)) {
      this.close(0, line.start);
      Object.assign(this.titles, { bab: '', bagian: '', paragraf: '' });
      this.begin('bagian', { bagian: 'penutup' }, index, line.start, line.start);
      this.part = 'closing';
    } else if (this.part !== 'body' && this.takeOpening(index, line)) return;
    else if (this.takeHeading(index, line)) return;
    else if (this.titleOf) this.titles[this.titleOf] += ` ${line.text}`;
    else if (this.open.length > 0) this.takeItem(index, line.start, line.text);
  }

  private beginsClosing(index: number, { text, blankBefore }: Line): boolean {
    if (this.part !== 'body' || !CLOSING.test(text)) return false;
    const previous = this.previous(index);
    return !CONNECTING.test(previous) && (blankBefore || FINISHED.test(previous));
  }

  /** Menimbang, Mengingat and their like, and what separates them. */
  private takeOpening(index: number, line: Line): boolean {
    const start = line.text.slice(0, 60);
    if (BETWEEN.test(start.replace(/\s/gu, ''))) {
      this.close(0, line.start);
      if (this.part === 'head') this.takeTitle(line.start);
      this.part = 'preamble';
      return true;
    }
    const match = start.match(OPENING);
    const name = match?.[1]?.toLowerCase() ?? '';
    const isWord =
      !/^M/u.test(start) || (match?.[2] === undefined && !/^(?:$|bahwa|[a1]\.)/u.test(start.slice(match?.[0].length)));
    if (!match || isWord || this.nodes.some(({ address }) => address.bagian === name)) return false;
    this.close(0, line.start);
    if (this.part === 'head') this.takeTitle(line.start);
    this.part = 'preamble';
    const body = line.start + match[0].length;
    this.begin('bagian', { bagian: name }, index, line.start, body);
    this.takeItem(index, body, line.text.slice(match[0].length));
    return true;
  }

  private takeTitle(end: number): void {
    const start = this.lines[0]?.start ?? 0;
    if (start >= end) return;
    this.begin('bagian', { bagian: 'judul' }, 0, start, start);
    this.close(0, end);
  }

  private takeHeading(index: number, line: Line): boolean {
    const heading = readHeading(line.text);
    if (!heading || awaitsNumber(this.previous(index))) return false;
    if (heading.kind === 'pasal') return this.takePasal(index, line, heading);
    if (heading.kind === 'diktum') return this.takeDiktum(index, line, heading);
    if (!this.isTitleHere(index, heading)) return false;
    this.close(0, line.start);
    this.part = 'body';
    this.titleOf = heading.kind;
    const title = `${heading.name} ${heading.title}`.trim();
    if (heading.kind === 'paragraf') {
      this.titles.paragraf = title;
      return true;
    }
    this.counts[heading.kind]++;
    if (heading.kind === 'bab') {
      if (this.babNumber > 0 && heading.number > this.babNumber + 1)
        this.warn(`Sesudah BAB ke-${this.babNumber} langsung BAB ke-${heading.number}; yang di antaranya tidak ada.`);
      this.babNumber = heading.number;
      this.bagianNumber = 0;
      Object.assign(this.titles, { bab: title, bagian: '', paragraf: '' });
    } else {
      if (heading.number > this.bagianNumber + 1)
        this.warn(
          `${this.titles.bab}: sesudah Bagian ke-${this.bagianNumber} langsung Bagian ke-${heading.number}; yang di antaranya tidak ada.`,
        );
      this.bagianNumber = heading.number;
      Object.assign(this.titles, { bagian: title, paragraf: '' });
    }
    return true;
  }

  /** BAB, Bagian and Paragraf stand between sentences and above a Pasal; elsewhere they are references. */
  private isTitleHere(index: number, heading: Extract<Heading, { kind: 'bab' | 'bagian' | 'paragraf' }>): boolean {
    if (heading.kind !== 'bab' && this.part !== 'body') return false;
    if (heading.kind === 'bab' && heading.number <= this.babNumber) return false;
    if (!this.titleOf && CONNECTING.test(this.previous(index))) return false;
    return leadsToPasal(this.lines, index);
  }

  private takePasal(index: number, line: Line, heading: Extract<Heading, { kind: 'pasal' }>): boolean {
    if (this.amends && !/\d/u.test(line.text.slice(0, 20))) return false;
    const chosen =
      heading.numbers.find((number) => isNextPasal(number, this.lastPasal)) ??
      heading.numbers.find((number) => this.isLaterPasal(number));
    if (!chosen || !this.isPasalHere(index, line, heading, chosen)) return false;
    this.close(0, line.start);
    const { number, letter } = chosen;
    const last = this.lastPasal;
    if (last.number > 0 && !isNextPasal(chosen, last))
      this.warn(`Sesudah Pasal ${nameOf(last)} langsung Pasal ${nameOf(chosen)}.`);
    if (last.number === 0 && number > 1) this.warn(`Pasal pertama yang terbaca adalah Pasal ${nameOf(chosen)}.`);
    this.lastPasal = chosen;
    this.part = 'body';
    this.titleOf = undefined;
    this.counts.pasal++;
    const body = line.start + heading.length;
    this.begin('pasal', { pasal: number, ...(letter && { sisipan: letter }) }, index, line.start, body);
    this.takeItem(index, body, line.text.slice(heading.length));
    return true;
  }

  /** Gaps are allowed in extracts; steps back are references in running text. */
  private isLaterPasal({ number, letter }: PasalNumber): boolean {
    const last = this.lastPasal;
    if (last.number === 0) return letter === undefined;
    if (number > last.number) return number <= last.number + WIDEST_GAP;
    return number === last.number && letter !== undefined && letter > (last.letter ?? '');
  }

  /** "Pasal 5" alone on a line may still be the middle of a sentence. */
  private isPasalHere(index: number, line: Line, { length }: { length: number }, { number }: PasalNumber): boolean {
    // The instruments named under Mengingat have articles too.
    if (this.part === 'preamble' && number !== 1) return false;
    if (this.titleOf) return true;
    const previous = this.previous(index);
    if (CONNECTING.test(previous)) return false;
    const isFinished = previous === '' || FINISHED.test(previous);
    if (length < line.text.length) return isFinished;
    const next = this.lines[index + 1]?.text ?? '';
    return isFinished || !/^(?:\p{Ll}{2}|,)/u.test(next);
  }

  private takeDiktum(index: number, line: Line, heading: Extract<Heading, { kind: 'diktum' }>): boolean {
    if (this.part === 'head' || this.counts.pasal > 0 || heading.number <= this.lastDiktum) return false;
    if (CONNECTING.test(this.previous(index)) || heading.number > this.lastDiktum + 3) return false;
    if (heading.number > this.lastDiktum + 1)
      this.warn(`Sesudah diktum ke-${this.lastDiktum} langsung diktum ke-${heading.number}.`);
    this.lastDiktum = heading.number;
    this.close(0, line.start);
    this.part = 'body';
    this.counts.diktum++;
    const body = line.start + heading.length;
    this.begin('bagian', { bagian: `diktum ${heading.word}` }, index, line.start, body);
    this.takeItem(index, body, line.text.slice(heading.length));
    return true;
  }

  /** An item of a list, and the first item of its own list when that stands on the same line. */
  private takeItem(index: number, start: number, text: string): void {
    const place = this.placeOf(index, start, text);
    if (!place) {
      if (!this.isTail(index, text)) this.warnOfAyat(index, text);
      return;
    }
    const { depth, level, marker } = place;
    this.close(depth, start);
    const parent = this.open.at(-1);
    const address = addressOf(parent?.address ?? {}, level, marker.value);
    this.begin(level, address, index, start, start + marker.length, marker.style);
    if (level === 'ayat') this.counts.ayat++;
    else this.counts.items++;
    const rest = text.slice(marker.length);
    if (readMarkers(rest).some(({ value, style }) => value === 1 && style !== ''))
      this.takeItem(index, start + marker.length, rest);
  }

  /** Where the marker belongs: in an open list, else at the head of a new one; undefined when it is text. */
  private placeOf(index: number, start: number, text: string): Place | undefined {
    // What stands before on the same line; the line before only when nothing does.
    const before = this.source.slice(this.lines[index]?.start ?? 0, start).trim();
    const previous = before === '' ? this.previous(index) : ':';
    if (awaitsNumber(previous)) return undefined;
    const markers = readMarkers(text).filter((marker) => fitsSentence(marker, text, previous));
    for (const marker of markers) {
      const place = this.continues(marker, marker.style) ?? this.continues(marker, undefined);
      if (place) return place;
    }
    for (const marker of markers) {
      const place = this.starts(marker, index, start, text) ?? this.leaps(marker, previous);
      if (place) return place;
    }
    return undefined;
  }

  /** The next number of an open list, the deepest first; written alike, unless `style` is left open. */
  private continues(marker: Marker, style: Marker['style'] | undefined): Place | undefined {
    for (let depth = this.open.length - 1; depth >= 0; depth--) {
      const node = this.open[depth];
      if (!node || !holds(node.level, marker) || numberOf(node) + 1 !== marker.value) continue;
      if (style === undefined || (style || '.') === (node.style || '.')) return { depth, level: node.level, marker };
    }
    return undefined;
  }

  /** One number further than the next, where a scan lost the one between. */
  private leaps(marker: Marker, previous: string): Place | undefined {
    if (marker.style === '' || !FINISHED.test(previous)) return undefined;
    for (let depth = this.open.length - 1; depth >= 0; depth--) {
      const node = this.open[depth];
      if (!node || !holds(node.level, marker) || numberOf(node) + 2 !== marker.value) continue;
      if (marker.style !== node.style) continue;
      this.warn(`${this.whereabouts()}: sesudah ${unitName(node)} langsung nomor berikutnya lagi; satu tidak terbaca.`);
      return { depth, level: node.level, marker };
    }
    return undefined;
  }

  /** The first of a new list below the innermost unit, if that has none yet. */
  private starts(marker: Marker, index: number, start: number, text: string): Place | undefined {
    const parent = this.open.at(-1);
    if (marker.value !== 1 || !parent || parent.firstChild >= 0) return undefined;
    const level = this.levelOf(marker);
    if (!level) return undefined;
    const place = { depth: this.open.length, level, marker };
    // To the end of the last line, so that neither a bullet nor a page number counts as words.
    const isLineStart = start === this.lines[index]?.start;
    const until = isLineStart ? (this.lines[index - 1]?.end ?? 0) : start;
    const body = tidy(this.source.slice(Math.max(parent.bodyStart, until - 200), Math.max(parent.bodyStart, until)));
    if (level === 'ayat') return body === '' || isTitleOfPasal(body, text.slice(marker.length)) ? place : undefined;
    if (ANNOUNCES.test(body)) return place;
    if (marker.style === '') return undefined;
    const isHead = body === '' || /[,;]$/u.test(body) || (parent.level === 'bagian' && start === parent.bodyStart);
    return isHead || this.hasSecond(marker, index) ? place : undefined;
  }

  /** "a." below "a." is text, unless a list with numbers lies between. */
  private levelOf({ sort, style }: Marker): Level | undefined {
    const has = (level: Level) => this.open.some((node) => node.level === level);
    if (style === '()') return this.open.at(-1)?.level === 'pasal' ? 'ayat' : undefined;
    if (has('sub')) return undefined;
    if (sort === 'number') return has('angka') ? undefined : 'angka';
    if (has('angka')) return 'sub';
    if (!has('huruf')) return 'huruf';
    return style === ')' ? 'sub' : undefined;
  }

  /** A list has at least two items; the second tells a list from a letter that a line happens to begin with. */
  private hasSecond({ sort, style }: Marker, index: number): boolean {
    for (const { text } of this.lines.slice(index + 1, index + 1 + AHEAD)) {
      if (readHeading(text)) return false;
      if (
        readMarkers(text).some(
          (other) => other.sort === sort && (other.style === style || other.style === '') && other.value === 2,
        )
      )
        return true;
    }
    return false;
  }

  /** The sentence of the unit above goes on below its list; what follows belongs to that unit. */
  private isTail(index: number, text: string): boolean {
    const item = this.open.at(-1);
    if (!item || !isItem(item) || numberOf(item) < 2) return false;
    if (!PREDICATE.test(text.slice(0, 60)) || !this.previous(index).endsWith(',')) return false;
    const depth = this.depthThatGoesOn(index);
    const node = this.open[depth - 1];
    if (!node || depth >= this.open.length) return false;
    const at = this.lines[index]?.start ?? 0;
    this.close(depth, at);
    node.tail = at;
    return true;
  }

  /** How many units stay open: down to the list that has another item ahead, or to the Pasal or ayat. */
  private depthThatGoesOn(index: number): number {
    const first = this.open.findIndex(isItem);
    for (const { text } of this.lines.slice(index + 1, index + 1 + AHEAD)) {
      if (readHeading(text)) return first;
      for (const marker of readMarkers(text)) {
        const place = this.continues(marker, marker.style);
        if (place) return Math.max(place.depth + 1, first);
      }
    }
    return first;
  }

  /** An ayat that found no place was lost on the way, or is an inserted one like (2a). */
  private warnOfAyat(index: number, text: string): void {
    const mark = text.slice(0, 12).match(/^\(\d{1,3}[a-z]?\)(?=\s{0,3}\p{Lu})/u)?.[0];
    if (!mark || this.part !== 'body' || !FINISHED.test(this.previous(index))) return;
    this.warn(
      `${this.whereabouts()}: ${mark} tidak dapat ditempatkan sebagai ayat dan dibaca sebagai isi yang sebelumnya.`,
    );
  }

  private whereabouts(): string {
    return this.counts.pasal > 0 ? `Pasal ${nameOf(this.lastPasal)}` : 'Naskah';
  }

  private begin(
    level: Level,
    address: Address,
    line: number,
    start: number,
    bodyStart: number,
    style: Marker['style'] = '',
  ): void {
    const parent = this.open.at(-1);
    if (parent && parent.firstChild < 0) parent.firstChild = start;
    const heading = [this.titles.bab, this.titles.bagian, this.titles.paragraf].filter((title) => title !== '');
    const end = this.source.length;
    const node = { level, style, address, heading, parent, line, start, end, bodyStart, firstChild: -1, tail: -1 };
    this.nodes.push(node);
    this.open.push(node);
  }

  private close(depth: number, at: number): void {
    for (const node of this.open.splice(depth)) node.end = at;
  }

  private warn(message: string): void {
    if (this.warnings.length < MOST_WARNINGS) this.warnings.push(message);
  }

  private previous(index: number): string {
    return this.lines[index - 1]?.text.slice(-80) ?? '';
  }

  private passageOf(node: Node, ordinal: number, order: Map<Node, number>, leads: Map<Node, string>): Passage {
    const { parent } = node;
    const own = this.ownWords(node);
    const words = node.tail < 0 ? own : `${own} ${this.words(node.line, node.tail, node.end)}`;
    leads.set(node, leadFor(node, own, leads));
    const references: NonNullable<Passage['extra']['references']> = findReferences(words, node.address);
    // The date itself stands in the closing: without it "pada tanggal diundangkan" tells nobody when.
    const promulgated = /mulai berlaku (?:pada|sejak) (tanggal (?:diundangkan|ditetapkan))/iu.exec(words);
    if (promulgated?.[1] && node.firstChild < 0)
      references.push({ written: promulgated[1], to: { bagian: 'penutup' }, needed: true });
    const defines = isDefinition(node, leads)
      ? readDefinition(this.words(node.line, node.bodyStart, node.end))
      : undefined;
    return {
      ordinal,
      ...(parent && { parent: order.get(parent) ?? 0 }),
      kind: node.level,
      address: node.address,
      heading: node.heading.map((title) => title.replace(/\s+/gu, ' ')),
      lead: (parent && leads.get(parent)) ?? '',
      text: this.source.slice(node.start, this.endOf(node)),
      extra: { ...(references.length > 0 && { references }), ...(defines && { defines }) },
    };
  }

  /** The end of the unit's last line: no blank lines, bullets or page numbers before the next unit. */
  private endOf(node: Node): number {
    let end = node.bodyStart;
    for (let at = node.line; at < this.lines.length; at++) {
      const line = this.lines[at];
      if (!line || line.start >= node.end) break;
      end = Math.min(line.end, node.end);
    }
    return end;
  }

  private ownWords(node: Node): string {
    return this.words(node.line, node.bodyStart, node.firstChild >= 0 ? node.firstChild : node.end);
  }

  /** The words of a stretch of the source, from line `index` on, without what its pages brought in. */
  private words(index: number, from: number, to: number): string {
    const pieces: string[] = [];
    for (let at = index; at < this.lines.length; at++) {
      const line = this.lines[at];
      if (!line || line.start >= to) break;
      pieces.push(this.source.slice(Math.max(line.start, from), Math.min(line.end, to)));
    }
    return tidy(pieces.join(' '));
  }
}

const nameOf = ({ number, letter = '' }: PasalNumber) => `${number}${letter.toUpperCase()}`;

const isItem = ({ level }: Node) => level === 'huruf' || level === 'angka' || level === 'sub';

const unitName = (node: Node) => (node.level === 'ayat' ? `ayat (${node.address.ayat})` : `butir ke-${numberOf(node)}`);

/** Whether a list of this level can have such a marker. */
function holds(level: Level, { sort, style }: Marker): boolean {
  if (level === 'ayat') return style === '()';
  if (level === 'angka') return sort === 'number' && style !== '()';
  return (level === 'huruf' || level === 'sub') && sort === 'letter';
}

/** Whether a number at the head of the line can be a marker, by how the line before ends. */
function fitsSentence({ style, length }: Marker, text: string, previous: string): boolean {
  if (style === '()') {
    if (CONNECTING.test(previous)) return ENDS_ITEM.test(previous);
    // "… dimaksud dalam Pasal 6 / (1) huruf f": an ayat begins with a capital or after a full stop.
    return FINISHED.test(previous) || !/^\p{Ll}/u.test(text.slice(length)) || isHeadingLine(previous);
  }
  if (style === '') return ENDS_ITEM.test(previous) || ANNOUNCES.test(previous) || isHeadingLine(previous);
  return true;
}

const isHeadingLine = (text: string) => readHeading(text)?.kind === 'pasal';

/** Some give each Pasal a title of its own, between its number and ayat (1). */
const isTitleOfPasal = (body: string, rest: string) =>
  body.length < 120 && !/[.,;]$/u.test(body) && /^\p{Lu}/u.test(body) && /^\p{Lu}/u.test(rest);

function numberOf({ level, address }: Node): number {
  if (level === 'ayat') return address.ayat ?? 0;
  if (level === 'huruf') return letterValue(address.huruf ?? '');
  if (level === 'angka') return address.angka ?? 0;
  if (level === 'sub') return letterValue(address.sub ?? '');
  return Number.NaN;
}

function addressOf(parent: Address, level: Level, value: number): Address {
  const letter = String.fromCharCode(96 + value);
  if (level === 'ayat') return { ...parent, ayat: value };
  if (level === 'huruf') return { ...parent, huruf: letter };
  if (level === 'sub') return { ...parent, sub: letter };
  return { ...parent, angka: value };
}

/** What the children of a unit complete: its opening words, below those of the list it is itself an item of. */
function leadFor(node: Node, own: string, leads: Map<Node, string>): string {
  if (node.level === 'bagian' || node.firstChild < 0) return '';
  const above = isItem(node) && node.parent ? (leads.get(node.parent) ?? '') : '';
  return [above, own].filter((words) => words !== '').join(' ');
}

/** Text on one line, without the asterisks of its conversion. */
const tidy = (text: string) => text.replaceAll('*', '').replace(/\s+/gu, ' ').trim();

/** Definitions are numbered; old instruments give them letters, below "yang dimaksud dengan". */
function isDefinition(node: Node, leads: Map<Node, string>): boolean {
  if (node.level === 'angka') return true;
  return (
    node.level === 'huruf' && node.parent !== undefined && /dimaksud dengan\s*:?$/iu.test(leads.get(node.parent) ?? '')
  );
}

const DEFINITION =
  /^(?<term>.{2,160}?)(?: atau (?<other>[^,]{2,40}?))?(?:,? (?:yang |untuk )?selanjutnya (?:disebut|disingkat)(?: dengan| sebagai)? (?<alias>.{1,80}?))?,? (?:adalah|ialah) /u;

/** "X yang selanjutnya disebut Y adalah …" names X and its alias Y. */
function readDefinition(body: string): { term: string; aliases: string[] } | undefined {
  const match = body.slice(0, 400).match(DEFINITION);
  const term = match?.groups?.term?.trim();
  if (!term || term.split(' ').length > 14) return undefined;
  const aliases = [match?.groups?.alias, match?.groups?.other].flatMap((name) =>
    name ? [name.trim().replace(/,$/u, '')] : [],
  );
  return { term, aliases };
}

const NUMBERED_HEAD =
  /^((?:PERATURAN|UNDANG-UNDANG|KEPUTUSAN|INSTRUKSI)[A-Z ,/-]*?)\s+NOMOR\s*:?\s*(\S+)(?:\s+TAHUN\s+(\d{4}))?\s+TENTANG\s+([\s\S]+?)(?=\nDENGAN RAHMAT|\n[^\n]*,$|$(?![\s\S]))/mu;

function readHead(lines: Line[]): ParsedRegulation['head'] {
  const stop = lines.findIndex(({ text }) => /^menimbang/iu.test(text));
  const text = lines
    .slice(0, Math.min(stop < 0 ? 12 : stop, 40))
    .map((line) => line.text.slice(0, 300).replace(/\s+/gu, ' '))
    .join('\n');
  const match = text.match(NUMBERED_HEAD);
  if (!match) return {};
  const [, jenis = '', number = '', year, judul = ''] = match;
  return {
    jenis: jenis.replace(/\s+/gu, ' ').trim(),
    // A Keputusan has a file number like 188.45/12/2020; only a plain one names it.
    ...(/^\d+$/u.test(number) && { nomor: Number(number) }),
    ...(year !== undefined && { tahun: Number(year) }),
    judul: judul.replace(/\s+/gu, ' ').trim(),
  };
}
