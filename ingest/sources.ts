import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import {
  type Address,
  type DocumentMeta,
  type Example,
  type ExampleKind,
  isWithin,
  type Passage,
  parseYaml,
  type SourceDocument,
} from '../knowledge/index.ts';
import { isAmendment, parseAmendment } from './amendment.ts';
import { idOfText, idOfTitle, slug } from './document-id.ts';
import { refuseHugePassages, refuseLongText } from './document-size.ts';
import { parseFaq } from './faq.ts';
import { parseGuide } from './guide.ts';
import { withHeadings } from './plain-guide.ts';
import { readSource, type SourceText, UnreadableFile } from './read.ts';
import { parseRegulation } from './regulation.ts';
import { titleCase } from './title-case.ts';

/** The files a document is made of: the text, and beside it what people noted about it. */
export type SourceFiles = { path: string; notes?: string; examples?: string };

/** A file that can be read, but in which nothing can be cited. */
export class StructurelessFile extends Error {
  override name = 'StructurelessFile';
  constructor(path: string) {
    super(
      `${basename(path)}: tidak ditemukan Pasal, langkah bernomor, judul bagian, atau daftar tanya jawab, jadi tidak ada yang dapat dikutip. Periksa isi berkas atau tambahkan judul bagian (## …).`,
    );
  }
}

/**
 * The documents under a folder, or the one document that a file is: a regulation lies in a folder of its
 * own with its notes (<name>.yaml) and examples (contoh-pertanyaan.jsonl); other files stand alone.
 * @throws UnreadableFile when the path does not exist
 */
export async function findSources(path: string): Promise<SourceFiles[]> {
  const info = await stat(path).catch(() => undefined);
  if (!info)
    throw new UnreadableFile(path, 'missing', 'berkas atau folder itu tidak ada. Periksa alamatnya lalu ulangi.');
  if (info.isFile()) return [withCompanions(path)];
  const found: SourceFiles[] = [];
  for (const entry of await readdir(path, { withFileTypes: true, recursive: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && isDocument(file)) found.push(withCompanions(file));
  }
  return found.sort((a, b) => a.path.localeCompare(b.path));
}

/** Data of the helpdesk itself lies beside the documents and is no document. */
const OWN_DATA = new Set(['klaim.yaml', 'pendaftaran.yaml', 'redirects.yaml', 'unit.yaml']);
const FORMATS = new Set(['.txt', '.md', '.html', '.htm', '.pdf', '.docx']);

function isDocument(file: string): boolean {
  const name = basename(file);
  if (OWN_DATA.has(name) || basename(dirname(file)) === 'lexicon' || name.startsWith('.')) return false;
  const extension = extname(file).toLowerCase();
  if (extension === '.yaml' || extension === '.yml')
    return !FORMATS_BESIDE.some((other) => existsSync(file.slice(0, -extension.length) + other));
  return FORMATS.has(extension);
}

const FORMATS_BESIDE = [...FORMATS];

function withCompanions(path: string): SourceFiles {
  const stem = path.slice(0, -extname(path).length);
  const notes = `${stem}.yaml`;
  const examples = join(dirname(path), 'contoh-pertanyaan.jsonl');
  return {
    path,
    ...(notes !== path && existsSync(notes) && { notes }),
    ...(existsSync(examples) && existsSync(notes) && { examples }),
  };
}

/**
 * Reads one document with all that belongs to it.
 * @throws UnreadableFile or StructurelessFile, with a sentence for the person who gave the file
 */
export async function readDocument(files: SourceFiles): Promise<SourceDocument> {
  const raw = await readFile(files.path).catch(() => undefined);
  const beside = await Promise.all(
    [files.notes, files.examples].map(async (path) => (path ? await readFile(path, 'utf8') : '')),
  );
  const hash = createHash('sha256')
    .update(raw ?? '')
    .update(beside.join('\n'))
    .update(basename(files.path))
    .digest('hex');
  if (/\.ya?ml$/iu.test(files.path))
    return { ...parseFaq(files.path, (raw ?? Buffer.alloc(0)).toString('utf8')), hash };
  const { document } = documentOf(files.path, await readSource(files.path), beside);
  return { ...document, hash };
}

/** What was found in a text, before anything that is stored beside it. */
export type Found = {
  document: Omit<SourceDocument, 'hash'>;
  /** Of a regulation. */
  counts: ReturnType<typeof parseRegulation>['counts'];
};

const NO_COUNTS: Found['counts'] = { bab: 0, bagian: 0, pasal: 0, ayat: 0, items: 0, diktum: 0 };

/**
 * The document that a text is: an SOP that says so, a regulation, else any guide with headings.
 * @param beside the notes and the examples that belong to it, as text; empty when there are none
 * @throws StructurelessFile when nothing in it can be cited, UnreadableFile when it is too long
 */
export function documentOf(path: string, source: SourceText, beside: string[] = []): Found {
  refuseLongText(path, source.text);
  const found = structureOf(path, source, beside);
  refuseHugePassages(path, found.document.passages);
  return found;
}

function structureOf(path: string, { text, warnings: reading = [] }: SourceText, beside: string[]): Found {
  const guideOf = (marked: string): Found => {
    const guide = parseGuide(path, marked);
    if (guide.passages.length === 0) throw new StructurelessFile(path);
    return { document: warned(guide, reading), counts: NO_COUNTS };
  };
  if (/^---\n[\s\S]*?\njenis:\s*SOP\b/mu.test(text.slice(0, 600))) return guideOf(text);
  const marked = withHeadings(text);
  const regulation = isAmendment(text) ? parseAmendment(text) : parseRegulation(text);
  const { counts, head } = regulation;
  // An SOP names the Pasal it rests on, often each on a line of its own.
  const isSop = marked.startsWith('---\njenis: SOP') && head.jenis === undefined;
  if (isSop || (counts.pasal === 0 && counts.diktum === 0)) return guideOf(marked);
  return { document: warned(regulationDocument(path, text, regulation, beside), reading), counts };
}

/** What reading it brought up comes before what its structure brought up. */
function warned<T extends Omit<SourceDocument, 'hash'>>(document: T, reading: string[]): T {
  const warnings = [...reading, ...(document.meta.warnings ?? [])];
  return warnings.length === 0 ? document : { ...document, meta: { ...document.meta, warnings } };
}

type Notes = {
  id?: string;
  jenis?: string;
  singkat?: string;
  judul?: string;
  catatan?: { di: Address; tertulis: string; pesan: string; rujukan?: Address }[];
  keberlakuan?: { label: string; di: Address[] }[];
  pesan_keberlakuan?: Record<string, string>;
  tidak_dalam_naskah?: { di: Address; pesan: string }[];
  tidak_didefinisikan?: string[];
};

function regulationDocument(
  path: string,
  text: string,
  { passages, head, warnings }: ReturnType<typeof parseRegulation>,
  [notesText = '', examplesText = '']: string[],
): Omit<SourceDocument, 'hash'> {
  const notes: Notes = notesText === '' ? {} : ((parseYaml(notesText) as Notes | null) ?? {});
  const kind = head.jenis ?? 'Peraturan';
  const numbered =
    head.nomor === undefined ? basename(path) : `${titleCase(kind)} Nomor ${head.nomor} Tahun ${head.tahun}`;
  const annotated = passages.map((passage) => annotate(passage, notes));
  // The numbers in an amending instrument are of the other one.
  const pasal = passages.map(({ address }) => (address.bagian === undefined ? (address.pasal ?? 0) : 0));
  const meta: DocumentMeta = {
    ...(pasal.some((number) => number > 0) && { lastPasal: Math.max(...pasal) }),
    ...(head.nomor !== undefined && head.tahun !== undefined && { number: { nomor: head.nomor, tahun: head.tahun } }),
    ...(notes.pesan_keberlakuan && { validity: notes.pesan_keberlakuan }),
    ...(notes.tidak_didefinisikan && { undefined: notes.tidak_didefinisikan }),
    ...(warnings.length > 0 && { warnings }),
  };
  return {
    id: notes.id ?? (head.nomor === undefined ? unnumberedId(path, head.judul, text) : slug(numbered)),
    kind: 'peraturan',
    title: notes.judul ?? titleCase(head.judul ?? basename(path)),
    short: notes.singkat ?? numbered,
    text,
    meta,
    passages: annotated,
    examples: examplesText === '' ? [] : readExamples(examplesText),
  };
}

/** Lays the notes of people over what the parser read. */
function annotate(passage: Passage, notes: Notes): Passage {
  const { address } = passage;
  const remarks = (notes.catatan ?? []).filter(
    ({ di, tertulis }) => isWithin(di, address) && passage.text.includes(tertulis),
  );
  const missing = (notes.tidak_dalam_naskah ?? []).filter(({ di }) => isWithin(address, di));
  const validity = (notes.keberlakuan ?? []).find(({ di }) => di.some((place) => isWithin(address, place)))?.label;
  // The printed reference stays as it is; the link follows what was meant.
  const references = passage.extra.references?.map((reference) => {
    const meant = remarks.find(
      ({ tertulis, rujukan }) =>
        rujukan && (tertulis.includes(reference.written) || reference.written.includes(tertulis)),
    )?.rujukan;
    return meant ? { ...reference, to: meant } : reference;
  });
  const messages = [...remarks, ...missing].map(({ pesan }) => pesan);
  return {
    ...passage,
    extra: {
      ...passage.extra,
      ...(references && { references }),
      ...(messages.length > 0 && { notes: messages }),
      ...(validity !== undefined && { validity }),
    },
  };
}

type ExampleRow = {
  tanya: string;
  jenis: ExampleKind;
  ragam?: string;
  penulis?: string;
  di?: Address[];
  perlu?: Address[];
};

function readExamples(text: string): Example[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const row = JSON.parse(line) as ExampleRow;
      return {
        question: row.tanya,
        kind: row.jenis,
        answers: row.di ?? [],
        ...(row.perlu && { needs: row.perlu }),
        ...(row.ragam !== undefined && { register: row.ragam }),
        ...(row.penulis !== undefined && { writer: row.penulis }),
      };
    });
}

const unnumberedId = (path: string, title: string | undefined, text: string): string =>
  title === undefined ? idOfText(titleCase(basename(path)), text) : idOfTitle(titleCase(title));
