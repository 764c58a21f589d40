import {
  type Address,
  type Difference,
  type DocumentFound,
  type DocumentSummary,
  formatAddress,
  showHidden,
} from '../../knowledge/index.ts';
import type { Block, Button, Reply, Span } from '../reply.ts';
import { textDifference } from '../rules/text-difference.ts';
import { heading, list, note, paragraph, shortened } from './blocks.ts';
import { hunkBlocks } from './difference.ts';

/** A document in a list or on its card. `number` stands for it on buttons; times are words already. */
export type ShownDocument = {
  number: number;
  kind: string;
  title: string;
  short: string;
  version: number;
  since: string;
  /** Of a document that came with the program or the command line: nobody. */
  by: string | undefined;
  passages: number;
  warnings: string[];
  /** What others do to it, and what it does to others. */
  changedBy: { verb: string; short: string }[];
  changes: { verb: string; short: string }[];
};

/** An earlier version; times are words already. */
export type ShownVersion = { version: number; from: string; until: string; by: string | undefined };

const KIND_NAMES: Record<string, string> = { peraturan: 'peraturan', sop: 'SOP', faq: 'FAQ', lain: 'panduan' };
const kindName = (kind: string): string => KIND_NAMES[kind] ?? kind;

const NAME_SHOWN = 120;
const LABEL_SHOWN = 60;
const WORDS_SHOWN = 220;
const WARNINGS_SHOWN = 8;
const WARNING_SHOWN = 300;

const count = (value: number): string => new Intl.NumberFormat('id').format(value);
const one = (text: string, most = NAME_SHOWN): string =>
  shortened(showHidden(text).replace(/\s+/gu, ' ').trim(), most) || '—';
const placeName = (address: Address): string => {
  const { bagian, angka } = address;
  if (bagian === undefined || angka === undefined) return one(formatAddress(address));
  return /^langkah\b/u.test(bagian) ? `${one(bagian)} ${angka}` : `${one(bagian)}, bagian ${angka}`;
};
const by = (name: string | undefined): string => (name === undefined ? 'bawaan program' : one(name));

/** What was found in a file that holds a document, and what taking it over would change: for the card of the upload. */
export function documentPreview({ summary, stored, suggested }: DocumentFound): Block[] {
  return [
    paragraph(
      { bold: one(summary.short) },
      ...(summary.title === summary.short ? [] : [` — ${one(summary.title, 300)}`]),
    ),
    paragraph(`${capital(kindName(summary.kind))}: ${structureOf(summary)}.`),
    ...(stored ? againstStored(stored) : [paragraph({ bold: 'Dokumen baru' }, ', belum ada yang serupa.')]),
    ...suggested.map(({ verb, short }) =>
      note(`Naskahnya menyebut bahwa ia ${verb} ${one(short)}. Tekan “Mengubah/mencabut …” untuk mencatatnya.`),
    ),
    ...warningBlocks(summary.warnings),
  ];
}

/** "8 Bab, 3 Bagian, 31 Pasal, 96 ayat; 240 satuan dapat dikutip" */
function structureOf(summary: DocumentSummary): string {
  const parts = [
    ...(['bab', 'bagian', 'pasal', 'ayat', 'diktum', 'langkah'] as const).flatMap((level) =>
      summary[level] > 0 ? [`${count(summary[level])} ${LEVEL_NAMES[level]}`] : [],
    ),
  ].join(', ');
  return `${parts === '' ? '' : `${parts}; `}${count(summary.passages)} satuan dapat dikutip`;
}

const LEVEL_NAMES = {
  bab: 'Bab',
  bagian: 'Bagian',
  pasal: 'Pasal',
  ayat: 'ayat',
  diktum: 'diktum',
  langkah: 'langkah',
};

function againstStored({ version, short, counts, first }: NonNullable<DocumentFound['stored']>): Block[] {
  const { added, removed, changed } = counts;
  const label = `Dibanding yang tersimpan (${one(short)}, versi ${version}): `;
  if (added + removed + changed === 0) return [paragraph(label, { bold: 'isinya sama' }, '.')];
  return [
    paragraph(label, { bold: countsOf(counts) }, '. Versi yang lama tetap disimpan dan dapat dikutip.'),
    ...placeList(
      'Baru',
      added,
      first.added.map(({ address, after }) => [address, [after]]),
    ),
    ...placeList(
      'Hilang',
      removed,
      first.removed.map(({ address, before }) => [address, [before]]),
    ),
    ...placeList(
      'Berubah',
      changed,
      first.changed.map(({ address, before, after }) => [address, [before, after]]),
    ),
  ];
}

const countsOf = ({
  added,
  removed,
  changed,
  same,
}: Record<'added' | 'removed' | 'changed' | 'same', number>): string =>
  [
    ...(added > 0 ? [`${count(added)} baru`] : []),
    ...(removed > 0 ? [`${count(removed)} hilang`] : []),
    ...(changed > 0 ? [`${count(changed)} berubah`] : []),
    `${count(same)} tetap`,
  ].join(', ');

function placeList(label: string, of: number, places: [Address, string[]][]): Block[] {
  if (places.length === 0) return [];
  const rest = of > places.length ? ` (${places.length} dari ${count(of)})` : '';
  return [
    paragraph({ bold: `${label}${rest}` }),
    list(
      places.map(([address, [before = '', after]]): Span[] => [
        { bold: placeName(address) },
        after === undefined ? `: ${one(before, WORDS_SHOWN)}` : ': ',
        ...(after === undefined ? [] : [{ italic: one(before, WORDS_SHOWN) }, ' → ', one(after, WORDS_SHOWN)]),
      ]),
    ),
  ];
}

function warningBlocks(warnings: string[]): Block[] {
  if (warnings.length === 0) return [];
  const left = warnings.length - WARNINGS_SHOWN;
  return [
    paragraph({ bold: '⚠️ Periksa dulu' }),
    list(warnings.slice(0, WARNINGS_SHOWN).map((warning) => [one(warning, WARNING_SHOWN)])),
    ...(left > 0 ? [note(`${left} peringatan lagi.`)] : []),
  ];
}

/** /lpse dokumen: what the bot answers from, a page of it; `next` is where the next one begins. */
export function documentList(
  documents: ShownDocument[],
  { total, next, trains }: { total: number; next: number | undefined; trains: boolean },
): Reply {
  const how = trains
    ? 'Untuk menambah atau mengganti dokumen, kirim berkasnya (PDF, DOCX, HTML, MD, TXT, PNG, JPG) ke saya atau ke kanal pelatihan.'
    : 'Dokumen ditambah dan diganti oleh petugas berperan TRN atau Admin.';
  if (documents.length === 0) return { blocks: [paragraph('Belum ada dokumen.'), note(how)] };
  return {
    blocks: [heading(`📚 Dokumen (${count(total)})`), list(documents.map(lineOf)), note(how)],
    buttons: [
      ...rowsOf(
        documents.map(({ number, short }) => ({
          label: shortened(one(short), LABEL_SHOWN),
          action: { verb: 'document', id: number },
        })),
      ),
      ...(next === undefined ? [] : [[{ label: 'Berikutnya »', action: { verb: 'documents' as const, id: next } }]]),
    ],
  };
}

const lineOf = (document: ShownDocument): Span[] => [
  { bold: one(document.short) },
  ` — ${kindName(document.kind)}, versi ${document.version} sejak ${document.since}, ${count(document.passages)} satuan`,
  ...document.changedBy.map(({ verb, short }) => `; ${PASSIVE[verb] ?? verb} dengan ${one(short)}`),
];

const PASSIVE: Record<string, string> = { mengubah: 'diubah', mencabut: 'dicabut' };

/** A document: what it is, since when, what changed it, and what reading it brought up. */
export function documentCard(document: ShownDocument, versions: ShownVersion[]): Reply {
  const { number, kind, title, short, version, since, passages, warnings, changedBy, changes } = document;
  return {
    blocks: [
      heading(`📄 ${one(short)}`),
      ...(title === short ? [] : [paragraph(one(title, 300))]),
      paragraph(
        `${capital(kindName(kind))}, versi ${version} sejak ${since}, dari ${by(document.by)}; ${count(passages)} satuan dapat dikutip.`,
      ),
      ...changedBy.map(({ verb, short: other }) =>
        paragraph('🔗 ', { bold: `Sudah ${PASSIVE[verb] ?? verb}` }, ` dengan ${one(other)}. Jawaban menyebutkannya.`),
      ),
      ...changes.map(({ verb, short: other }) => paragraph(`🔗 Dokumen ini ${verb} ${one(other)}.`)),
      ...warningBlocks(warnings),
    ],
    buttons: [
      ...(versions.length > 0
        ? [
            [
              {
                label: `Riwayat (${versions.length + 1} versi)`,
                action: { verb: 'document-history' as const, id: number },
              },
            ],
          ]
        : []),
      [{ label: '« Daftar dokumen', action: { verb: 'documents', id: 0 } }],
    ],
  };
}

/** So many earlier versions have a button. */
const VERSIONS_SHOWN = 10;

/** The versions of a document, newest first, each but the first with what it changed. */
export function documentHistory(document: ShownDocument, versions: ShownVersion[]): Reply {
  const { number, short, version, since } = document;
  const shown = versions.slice(0, VERSIONS_SHOWN);
  return {
    blocks: [
      heading(`🕘 Riwayat ${one(short)}`),
      list([
        [{ bold: `Versi ${version}` }, ` — sejak ${since}, dari ${by(document.by)}. Ini yang menjawab sekarang.`],
        ...shown.map((old): Span[] => [
          { bold: `Versi ${old.version}` },
          ` — ${old.from} sampai ${old.until}, dari ${by(old.by)}.`,
        ]),
      ]),
      ...(versions.length > shown.length
        ? [note(`${versions.length - shown.length} versi yang lebih lama lagi.`)]
        : []),
      note('Versi lama masih dapat ditanyakan, misalnya “bunyi Pasal 5 versi lama”.'),
    ],
    buttons: [
      ...rowsOf(
        shown.map((old) => ({
          label: `Beda versi ${old.version} → ${old.version + 1}`,
          action: { verb: 'document-difference' as const, id: number, choice: String(old.version) },
        })),
      ),
      [{ label: '« Dokumen', action: { verb: 'document', id: number } }],
    ],
  };
}

/** So many places are shown with their words. */
const PLACES_SHOWN = 12;

/** How a version differs from the one before it. */
export function documentDifference(
  { number, short }: Pick<ShownDocument, 'number' | 'short'>,
  { from, to }: { from: number; to: number },
  { added, removed, changed, same }: Difference,
): Reply {
  const total = added.length + removed.length + changed.length;
  const counts = { added: added.length, removed: removed.length, changed: changed.length, same };
  const cut = (text: string) => shortened(text, 1_500);
  const shown: Block[][] = [
    ...changed.map(({ address, before, after }) => [
      paragraph({ bold: placeName(address) }),
      ...hunkBlocks(textDifference(cut(before), cut(after))),
    ]),
    ...added.map(({ address, after }) => [
      paragraph({ bold: `${placeName(address)}: baru` }),
      paragraph(`+ ${one(after, 600)}`),
    ]),
    ...removed.map(({ address, before }) => [
      paragraph({ bold: `${placeName(address)}: hilang` }),
      paragraph(`− ${one(before, 600)}`),
    ]),
  ];
  return {
    blocks: [
      heading(`🔍 ${one(short)}: versi ${from} → ${to}`),
      paragraph(total === 0 ? 'Tidak ada satuan yang berbeda.' : `${capital(countsOf(counts))}.`),
      ...shown.slice(0, PLACES_SHOWN).flat(),
      ...(total > PLACES_SHOWN ? [note(`${count(total - PLACES_SHOWN)} perbedaan lagi.`)] : []),
    ],
    buttons: [[{ label: '« Riwayat', action: { verb: 'document-history', id: number } }]],
  };
}

/** The document is not there any more, or has no such version. */
export const documentGone = (): Reply => ({
  blocks: [paragraph('Dokumen atau versi itu tidak ada lagi. Ketik /lpse dokumen untuk daftar yang sekarang.')],
});

/** Buttons two in a row. */
function rowsOf(buttons: Button[]): Button[][] {
  const rows: Button[][] = [];
  for (let at = 0; at < buttons.length; at += 2) rows.push(buttons.slice(at, at + 2));
  return rows;
}

const capital = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
