import { FAQ_LIMITS } from '../../knowledge/index.ts';
import type { Block, Button, Reply, Span } from '../reply.ts';
import type { FaqRefusal } from '../rules/faq.ts';
import type { FieldDifference } from '../rules/faq-difference.ts';
import { endedSentence, list, note, paragraph, quote, shortened } from './blocks.ts';
import { differenceBlocks } from './difference.ts';

/** A name may be as long as somebody likes. */
const NAME_SHOWN = 80;
const QUESTION_SHOWN = 200;
/** What was typed is given back as far as a message holds it. */
const TYPED_SHOWN = 1_500;

/** The shortest reason that says something. */
export const SHORTEST_FAQ_REASON = 5;

/** Why something was not done with an entry. Nothing has changed. */
export const FAQ_REFUSED: Record<FaqRefusal, string> = {
  gone: 'Tidak ada usulan yang menunggu untuk FAQ ini: sudah diterbitkan atau dibuang. Lihat kartunya.',
  stale: 'Usulannya sudah diubah sejak tombol itu tampil. Baca yang terbaru di kartunya, lalu tekan lagi.',
  asked: 'Usulan ini sudah diajukan dan menunggu persetujuan orang lain.',
  returned: 'Usulan ini dikembalikan. Tekan Ubah, perbaiki sesuai alasannya, lalu ajukan lagi.',
  'not-asked': 'Usulan ini masih draf. Penulisnya menekan Ajukan dahulu.',
  author:
    'Yang menulis atau ikut menulis tidak dapat menyetujui tulisannya sendiri. Mintalah orang lain yang berperan TRN, Kepala LPSE, atau Admin.',
  'basis-changed':
    'Dasarnya berubah sesudah versi ini ditulis; lihat kartunya. Tekan Ubah, periksa jawabannya, simpan, lalu ajukan lagi.',
};

/** Other things that stand in the way. */
export const FAQ_HINDERED = {
  'no-desk': 'Kanal pelatihan belum diatur (SLACK_TRAINING_CHANNEL), jadi FAQ tidak dapat ditulis dari sini.',
  unknown: 'FAQ dengan nomor itu tidak ada.',
  'not-yours': 'Tulisan itu milik orang lain, atau sudah tidak menunggu lagi.',
  'nothing-new': 'Semua ragam pertanyaan itu sudah ada di sana, jadi tidak ada yang digabungkan.',
  'too-many': `FAQ itu sudah memuat ${FAQ_LIMITS.variants} ragam pertanyaan, paling banyak yang dapat dimuat.`,
  'too-long':
    'Isinya terlalu panjang untuk formulir Slack. Ekspor dengan /lpse faq ekspor, ubah di sana, lalu impor kembali.',
  'basis-gone': 'Dasarnya tidak ada lagi dalam dokumen. Tekan Ubah dan ganti dasarnya, lalu ajukan lagi.',
  published:
    'Yang digabungkan hanya usulan baru yang belum pernah terbit. Untuk yang sudah terbit, tarik salah satunya.',
  same: 'Tidak ada yang berubah, jadi tidak ada yang disimpan.',
} as const;
export type FaqHindrance = FaqRefusal | keyof typeof FAQ_HINDERED;

/** Nothing was done, and why. */
export const faqRefused = (why: FaqHindrance): Reply => ({
  blocks: [
    paragraph(why in FAQ_REFUSED ? FAQ_REFUSED[why as FaqRefusal] : FAQ_HINDERED[why as keyof typeof FAQ_HINDERED]),
  ],
});

/** Why the field of a reason cannot be taken, to stand below it. */
export const faqReasonMissing = (): string => `Tulis alasannya, paling sedikit ${SHORTEST_FAQ_REASON} huruf.`;

/** The later of several lines of a field with which the same is wrong, after the sentence about the first. */
export const faqAlsoWrong = (said: string[]): string =>
  `Demikian juga: ${said
    .slice(0, LINES_SHOWN)
    .map((line) => `"${shortened(line, LINE_SHOWN)}"`)
    .join(', ')}${said.length > LINES_SHOWN ? `, dan ${said.length - LINES_SHOWN} lagi` : ''}.`;
const LINES_SHOWN = 10;
const LINE_SHOWN = 60;

/** Whoever looks after an entry was chosen in a form, and may not. */
export const ownerUnfit = (): string => 'Pilih pemilik yang berperan TRN atau Admin.';

/** A form that could not be taken, with what was typed in it: nobody has to type it again. */
export const faqNotTaken = (problems: string[], typed: string[]): Reply => ({
  blocks: [
    paragraph({ bold: 'Belum disimpan.' }),
    list(problems.map((problem) => [problem])),
    ...typed.filter((text) => text.trim() !== '').map((text): Block => quote(shortened(text, TYPED_SHOWN))),
  ],
});

/** What was written stands on its card. */
export const faqSaved = (id: number, link: string | undefined): Reply => ({
  blocks: [
    paragraph(
      'Draf ',
      cardName(id, link),
      ' tersimpan di kanal pelatihan. Baca pratinjaunya di sana, lalu tekan Ajukan supaya orang lain menyetujuinya.',
    ),
  ],
});

/** Only the owner or the day of review was changed; `waits`: of a proposal, so that they are in force once it is approved. */
export const faqKept = (id: number, waits: boolean): Reply => ({
  blocks: [
    paragraph(
      `Pemilik dan tanggal tinjau FAQ nomor ${id} disimpan${waits ? ' dan berlaku bila usulannya disetujui' : ''}. Isinya tidak berubah.`,
    ),
  ],
});

/** Somebody else changed it first: what differs, and what to do with one's own words. They are kept. */
export const faqClash = (
  { id, version, theirs }: { id: number; version: number; theirs: string | undefined },
  fields: FieldDifference[],
): Reply => ({
  blocks: [
    paragraph(
      { bold: `⚠️ FAQ nomor ${id} sudah diubah` },
      theirs === undefined ? '' : ` oleh ${nameOf(theirs)}`,
      ' selagi Anda menulis. Tulisan Anda tersimpan dan belum dipakai. Bedanya: − isi sekarang, + tulisan Anda.',
    ),
    ...differenceBlocks(fields),
  ],
  buttons: [
    [
      { label: 'Pakai punya saya', action: { verb: 'faq-mine', id, choice: String(version) }, style: 'primary' },
      { label: 'Buang punya saya', action: { verb: 'faq-drop', id, choice: `mine-${version}` }, style: 'danger' },
    ],
  ],
});

/** Where such a form was sent: the words are kept, and where they wait. */
export const faqKeptAside = (
  id: number,
  { version, theirs }: { version: number; theirs: string | undefined },
): Reply => ({
  blocks: [
    paragraph(
      { bold: `⚠️ FAQ nomor ${id} sudah diubah` },
      theirs === undefined ? '' : ` oleh ${nameOf(theirs)}`,
      ` selagi Anda menulis. Tulisan Anda tersimpan sebagai versi ${version} dan belum dipakai: bandingkan, lalu pakai atau buang, di pesan langsung dari saya.`,
    ),
  ],
  buttons: [[historyButton(id)]],
});

/** In the place of faqClash, once its writer has decided: nothing is left to press. */
export const faqClashOver = (id: number, version: number, became: 'dropped' | number): Reply => ({
  blocks: [
    paragraph(
      became === 'dropped'
        ? `Tulisan Anda untuk FAQ nomor ${id} (versi ${version}) dibuang. Isi yang sekarang tetap.`
        : `Anda sudah menyimpan versi ${became} FAQ nomor ${id}. Tulisan Anda sebelumnya (versi ${version}) tetap ada di Riwayat.`,
    ),
  ],
  buttons: [[historyButton(id)]],
});

/** Whose draft gave way to what somebody else wrote: what differs, and where the own words still stand. */
export const draftReplaced = (
  { id, from, to }: { id: number; from: number; to: number },
  by: string,
  link: string | undefined,
  fields: FieldDifference[],
): Reply => ({
  blocks: [
    paragraph(
      { bold: nameOf(by) },
      ` menulis versi ${to} `,
      cardName(id, link),
      `, yang menggantikan draf Anda (versi ${from}). Draf Anda tetap ada di Riwayat. Bedanya: − draf Anda, + versi ${to}.`,
    ),
    ...differenceBlocks(fields),
  ],
  buttons: [[historyButton(id), ...(link === undefined ? [] : [{ label: 'Buka kartunya', url: link }])]],
});

const historyButton = (id: number): Button => ({ label: 'Riwayat', action: { verb: 'faq-history', id } });

/** Asks whoever may approve a proposal to look at it. */
export const pleaseApprove = (
  { id, question }: { id: number; question: string },
  author: string,
  link: string | undefined,
): Reply => ({
  blocks: [
    paragraph(
      '📝 ',
      { bold: nameOf(author) },
      ' mengajukan ',
      cardName(id, link),
      `: ${endedSentence(shortened(question, QUESTION_SHOWN))} Baca pratinjaunya, lalu setujui atau kembalikan.`,
    ),
  ],
  ...(link !== undefined && { buttons: [[{ label: 'Lihat pratinjau', url: link }]] }),
});

/** What an author is told of what somebody else decided. */
export const decidedOn = (
  { id, question }: { id: number; question: string },
  decided: { by: string; link: string | undefined } & ({ what: 'published' } | { what: 'returned'; reason: string }),
): Reply => ({
  blocks: [
    paragraph(
      decided.what === 'published' ? '✅ ' : '↩️ ',
      { bold: nameOf(decided.by) },
      decided.what === 'published' ? ' menyetujui dan menerbitkan ' : ' mengembalikan ',
      cardName(id, decided.link),
      `: ${endedSentence(shortened(question, QUESTION_SHOWN))}`,
    ),
    ...(decided.what === 'returned' ? [quote(decided.reason)] : []),
  ],
  ...(decided.link !== undefined && { buttons: [[{ label: 'Buka kartunya', url: decided.link }]] }),
});

/** What happened to an entry, below its card. */
export type FaqDeed =
  | { kind: 'drafted' | 'changed' | 'dropped' | 'submitted' | 'published' | 'kept'; version: number }
  | { kind: 'returned'; version: number; reason: string }
  | { kind: 'aside'; version: number }
  | { kind: 'variants'; version: number; added: string[] }
  | { kind: 'merged'; version: number; into: number };

/** Who did it, in the thread. */
export const faqDeed = (name: string, deed: FaqDeed): Reply => ({
  blocks: [
    paragraph({ bold: nameOf(name) }, ` ${deedWords(deed)}`),
    ...(deed.kind === 'returned' ? [quote(deed.reason)] : []),
    ...(deed.kind === 'variants' ? [list(deed.added.map((one): Span[] => [shortened(one, QUESTION_SHOWN)]))] : []),
  ],
});

function deedWords(deed: FaqDeed): string {
  const { version } = deed;
  switch (deed.kind) {
    case 'drafted':
      return 'menulis draf pertama.';
    case 'changed':
      return `menulis versi ${version}.`;
    case 'dropped':
      return `membuang versi ${version}.`;
    case 'submitted':
      return `mengajukan versi ${version} untuk disetujui.`;
    case 'published':
      return `menyetujui dan menerbitkan versi ${version}.`;
    case 'kept':
      return 'mengubah pemilik atau tanggal tinjau.';
    case 'returned':
      return `mengembalikan versi ${version}:`;
    case 'aside':
      return `menulis versi ${version} bersamaan dengan orang lain; belum dipakai sampai penulisnya memutuskan.`;
    case 'variants':
      return `menambah ragam pertanyaan (versi ${version}):`;
    case 'merged':
      return `menggabungkan versi ${version} ke FAQ nomor ${deed.into}.`;
  }
}

/** How many of those who asked to be told of an answer were told, below its card. */
export const waitingTold = (people: number): Reply => ({
  blocks: [note(`🔔 ${people} orang yang menunggu jawaban ini sudah dikabari.`)],
});

/** What a proposal changes of what answers now, below its card. */
export const faqChanges = ({ from, to }: { from: number; to: number }, fields: FieldDifference[]): Reply => ({
  blocks: [paragraph({ bold: `Yang berubah dari versi ${from} (terbit) ke versi ${to}` }), ...differenceBlocks(fields)],
});

/** A preview that a card has no room for, below it. */
export const faqPreviewBelow = (version: number, blocks: Block[]): Reply => ({
  blocks: [note(`Pratinjau lengkap versi ${version}:`), ...blocks],
});

/** A proposal became ways to ask of another entry. */
export const faqMerged = (id: number, into: number, link: string | undefined): Reply => ({
  blocks: [
    paragraph(
      `FAQ nomor ${id} digabungkan: pertanyaannya menjadi ragam `,
      cardName(into, link),
      ', sebagai draf di kartunya. Ajukan di sana supaya terbit.',
    ),
  ],
});

const cardName = (id: number, link: string | undefined): Span =>
  link === undefined ? { bold: `FAQ nomor ${id}` } : { text: `FAQ nomor ${id}`, url: link };

const nameOf = (name: string): string => shortened(name.replace(/\s+/gu, ' ').trim() || 'Seseorang', NAME_SHOWN);
