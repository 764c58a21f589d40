import type { FaqRow, FaqVersionRow } from '../../db/faqs.ts';
import { FAQ_TOPIC_NAMES, type FaqContent, type Statement, showHidden, type Unit } from '../../knowledge/index.ts';
import type { Block, Button, Reply, Span } from '../reply.ts';
import type { FaqStatus } from '../rules/faq.ts';
import { type FaqSuspicion, revealed } from '../rules/faq-suspicion.ts';
import { answered } from './answers.ts';
import { endedSentence, heading, list, note, paragraph, shortened } from './blocks.ts';
import { deskButtons, SHELF_NAMES, STATUS_ICONS } from './faq-desk.ts';
import { type PushShown, pushLines } from './faq-push.ts';
import { calendarDay, clock } from './time.ts';
import { fitted, weightOf, weightOfButtons } from './within-card.ts';

/** A version on a card. */
export type ShownVersion = {
  row: FaqVersionRow<FaqContent>;
  /** As it is stated once it answers. */
  statement: Statement;
  author: string | undefined;
  decider: string | undefined;
};

/** What should be looked at twice before a version answers. */
export type FaqWarnings = {
  suspicions: FaqSuspicion[];
  /** Entries that ask the same in other words. */
  alike: { id: number; question: string }[];
  /** What the regulations answer to the question by themselves. */
  regulation: Statement | undefined;
  /** Once it is published, whoever asks its question is shown something else. */
  unseen: boolean;
};

/** Owner and review day that come with a proposal; `owner` undefined: nobody. */
export type FaqMoves = { owner?: string | undefined; reviewBy?: string };

/** All that stands on the card of an entry. */
export type FaqCardFacts = {
  faq: FaqRow;
  /** undefined: a draft that was thrown away. */
  status: FaqStatus | undefined;
  published: ShownVersion | undefined;
  proposed:
    | (ShownVersion & {
        warnings: FaqWarnings;
        moves: FaqMoves;
        /** The provisions that changed since it was written, as they are called. */
        changedBasis: string[];
      })
    | undefined;
  owner: string | undefined;
  /** Versions that were written at the same time as others and wait for their writers. */
  aside: { version: number; author: string | undefined }[];
  /** The provisions that changed under it, as they are called. */
  changedBasis: string[];
  push: PushShown | undefined;
  perSecond: number;
  unit: Unit;
  now: Date;
};

/** What a card holds in all, and of what stands around its preview at most. */
const CARD = 9_600;
const ROOM = { top: 2_400, state: 1_600, alike: 1_800, warnings: 1_600, variants: 1_200, push: 900 };
const NAME_SHOWN = 80;
const TEXT_SHOWN = 300;
const WAYS_SHOWN = 12;
const WAY_SHOWN = 100;
const MARKS_SHOWN = 8;

/** The card of an entry, from what is stored: the same message through all of its life. */
export function faqCard(facts: FaqCardFacts): Reply {
  const { proposed, published } = facts;
  const shown = proposed ?? published;
  const buttons = buttonsOf(facts);
  const top = fitted(topLines(facts), ROOM.top).blocks;
  const state = fitted(stateLines(facts), ROOM.state).blocks;
  const warnings = proposed
    ? [
        ...fitted(warningLines(proposed.warnings), ROOM.warnings).blocks,
        // Long warnings before it take nothing away from it: its buttons name these entries.
        ...fitted(alikeLines(proposed.warnings, facts.faq.published === null), ROOM.alike).blocks,
      ]
    : [];
  const variants = shown ? variantLines(revealed(shown.row.content).variants) : [];
  const push = fitted(pushLines(facts.push, facts), ROOM.push).blocks;
  const around = weightOf([...top, ...state, ...warnings, ...variants, ...push]) + weightOfButtons(buttons);
  const preview =
    shown && fitted(faqPreview(shown.statement, facts.unit), CARD - around - weightOf([CUT, asShown(facts)]));
  return {
    blocks: [
      ...top,
      ...state,
      ...warnings,
      ...(preview ? [asShown(facts), ...preview.blocks, ...(preview.cut ? [CUT] : [])] : []),
      ...variants,
      ...push,
    ],
    buttons,
  };
}

/** Above the preview: of what answers, or of a proposal beside it. */
function asShown({ proposed, published, faq }: FaqCardFacts): Block {
  if (!proposed || !published || faq.withdrawn_at !== null) return note('Begini tampilnya di Telegram:');
  return note(`Begini tampilnya di Telegram bila versi ${proposed.row.version} disetujui:`);
}

const CUT = note('… Pratinjau lengkapnya ada di utas kartu ini.');

/** Exactly what whoever asks is answered with. */
export const faqPreview = (statement: Statement, unit: Unit): Block[] =>
  answered(
    {
      kind: 'answer',
      english: false,
      yesOrNo: false,
      statements: [statement],
      alternatives: [],
      citations: [],
      confidence: 1,
    },
    unit,
  );

/** Whether a card had no room for the whole preview. */
export const isCutShort = ({ blocks }: Reply): boolean => blocks.includes(CUT);

/** Says which text stands below: of an entry that answers and has a proposal it is the proposal. */
function headOf({
  faq,
  status,
  proposed,
  published,
}: Pick<FaqCardFacts, 'faq' | 'status' | 'proposed' | 'published'>): string {
  if (!status) return `🗑️ FAQ nomor ${faq.id} · Dibuang`;
  if (!proposed || !published || faq.withdrawn_at !== null)
    return `${STATUS_ICONS[status]} FAQ nomor ${faq.id} · ${SHELF_NAMES[status]}`;
  const { version, state } = proposed.row;
  const [icon, waits] =
    state === 'ditinjau'
      ? ['⏳', `Versi ${version} menunggu persetujuan`]
      : state === 'dikembalikan'
        ? ['↩️', `Versi ${version} dikembalikan, belum terbit`]
        : ['📝', `Draf versi ${version}, belum terbit`];
  return `${icon} FAQ nomor ${faq.id} · ${waits}; versi ${published.row.version} tetap menjawab`;
}

function topLines({ faq, status, proposed, published, owner }: FaqCardFacts): Block[] {
  const shown = (proposed ?? published)?.row.content;
  const content = shown && revealed(shown);
  return [
    heading(headOf({ faq, status, proposed, published })),
    ...(content
      ? [
          paragraph({ bold: shortened(content.question, TEXT_SHOWN) }),
          note(
            [
              `Topik: ${FAQ_TOPIC_NAMES[content.topic]}`,
              `pemilik: ${nameOf(owner, 'belum ada')}`,
              ...(faq.review_by === null ? [] : [`tinjau sampai ${calendarDay(faq.review_by)}`]),
              ...(content.source === undefined
                ? []
                : [
                    `sumber: ${shortened(content.source, TEXT_SHOWN)}${content.sourceDate === undefined ? '' : ` (${calendarDay(content.sourceDate)})`}`,
                  ]),
            ].join(' · '),
          ),
        ]
      : []),
  ];
}

function stateLines({ faq, status, proposed, published, aside, changedBasis, unit }: FaqCardFacts): Block[] {
  return [
    ...(faq.withdrawn_at === null
      ? []
      : [
          paragraph(
            { bold: `Ditarik ${clock(faq.withdrawn_at, unit)}` },
            ', jadi tidak menjawab lagi',
            ...(faq.withdrawn_why === null ? ['.'] : [': ', { italic: shortened(faq.withdrawn_why, TEXT_SHOWN) }]),
          ),
        ]),
    ...(faq.basis_changed_at === null
      ? []
      : [
          paragraph(
            { bold: `⚠️ Dasarnya berubah ${clock(faq.basis_changed_at, unit)}` },
            changedBasis.length > 0 ? `: ${shortened(changedBasis.join('; '), TEXT_SHOWN)}.` : '.',
            ' Periksa apakah jawabannya masih benar.',
          ),
        ]),
    ...(status === 'kedaluwarsa'
      ? [paragraph('⏰ Waktu meninjaunya sudah lewat; jawabannya memuat catatan itu.')]
      : []),
    ...(proposed
      ? proposedLines(proposed, faq.withdrawn_at === null ? published : undefined, unit)
      : publishedLines(published, unit)),
    ...(aside.length > 0
      ? [
          note(
            `Ada tulisan lain yang dibuat bersamaan dan belum dipakai; penulisnya yang memutuskan: ${aside
              .slice(0, 3)
              .map(({ version, author }) => `versi ${version} (${nameOf(author)})`)
              .join(', ')}${aside.length > 3 ? `, dan ${aside.length - 3} lagi` : ''}.`,
          ),
        ]
      : []),
  ];
}

/** `published` is what answers meanwhile. */
function proposedLines(
  { row, author, decider, moves, changedBasis }: NonNullable<FaqCardFacts['proposed']>,
  published: ShownVersion | undefined,
  unit: Unit,
): Block[] {
  const written = [...whom(author), `, ${clock(row.made_at, unit)}`];
  const by = ['. Ditulis ', ...written];
  const moved = [
    ...('owner' in moves ? [`pemilik: ${nameOf(moves.owner, 'belum ada')}`] : []),
    ...(moves.reviewBy === undefined ? [] : [`tinjau sampai ${calendarDay(moves.reviewBy)}`]),
  ];
  const still = [
    ...(row.basis_changed === null
      ? []
      : [
          paragraph(
            { bold: '⚠️ Dasarnya berubah sesudah versi ini ditulis' },
            changedBasis.length > 0 ? `: ${shortened(changedBasis.join('; '), TEXT_SHOWN)}.` : '.',
            ' Tekan Ubah, periksa jawabannya, simpan, lalu ajukan lagi.',
          ),
        ]),
    ...(moved.length > 0 ? [note(`Bila disetujui: ${moved.join(' · ')}.`)] : []),
    ...(published ? [note(`Versi ${published.row.version} tetap menjawab sampai ini disetujui.`)] : []),
  ];
  if (row.state === 'dikembalikan')
    return [
      paragraph(
        { bold: `↩️ Versi ${row.version}: dikembalikan` },
        ' ',
        ...whom(decider),
        ': ',
        { italic: endedSentence(shortened(row.note ?? '', TEXT_SHOWN)) },
        ' Ditulis ',
        ...written,
        '.',
      ),
      ...still,
    ];
  return [
    row.state === 'ditinjau'
      ? paragraph(
          { bold: `⏳ Versi ${row.version}: menunggu persetujuan` },
          ...by,
          '; yang menyetujui orang lain (TRN, Kepala LPSE, atau Admin).',
        )
      : paragraph({ bold: `📝 Versi ${row.version}: draf, belum terbit` }, ...by, '. Tekan Ajukan bila sudah benar.'),
    ...(row.note === null ? [] : [note(shortened(row.note, TEXT_SHOWN))]),
    ...still,
  ];
}

function publishedLines(published: ShownVersion | undefined, unit: Unit): Block[] {
  if (!published) return [];
  const { row, author, decider } = published;
  const by = row.author === null ? 'Dibawa program' : `Ditulis oleh ${nameOf(author)}`;
  const approved = row.decided_by === null ? '' : `, disetujui oleh ${nameOf(decider)}`;
  return [note(`Versi ${row.version}. ${by}${approved}, ${clock(row.decided_at ?? row.made_at, unit)}.`)];
}

function warningLines({ suspicions, regulation, unseen }: FaqWarnings): Block[] {
  return [
    ...suspicions.map(suspicionLine),
    ...(regulation
      ? [
          paragraph(
            { bold: '⚖️ Peraturan sudah menjawab ini: ' },
            `${regulation.source}. `,
            shortened((regulation.fact ?? regulation.shown).replace(/\s+/gu, ' '), TEXT_SHOWN),
            ' FAQ tidak boleh bertentangan; untuk tugas dan wewenang peraturan tampil lebih dahulu.',
          ),
        ]
      : []),
    ...(unseen
      ? [
          paragraph(
            { bold: '🔕 Tidak akan tampil: ' },
            'bila diterbitkan begini, orang yang menanyakan persis ini tetap mendapat jawaban lain. ',
            'Tanyakan dahulu ke bot, lalu ubah pertanyaannya.',
          ),
        ]
      : []),
  ];
}

/** `merges`: buttons below lead there. */
function alikeLines({ alike }: FaqWarnings, merges: boolean): Block[] {
  if (alike.length === 0) return [];
  return [
    paragraph(
      { bold: '👥 Mungkin sudah ada: ' },
      `yang menanyakan hal yang sama dengan kata lain.${merges ? ' Gabungkan hanya memindahkan pertanyaan dan ragamnya ke sana; jawaban dan dasar draf ini tidak ikut.' : ''}`,
    ),
    list(alike.map(({ id, question }): Span[] => [`Nomor ${id}: ${shortened(showHidden(question), WAY_SHOWN)}`])),
  ];
}

function suspicionLine(suspicion: FaqSuspicion): Block {
  switch (suspicion.what) {
    case 'hidden': {
      const marks = suspicion.characters.slice(0, MARKS_SHOWN).join(' ');
      return paragraph(
        { bold: '👁️ Karakter tersembunyi atau pembalik arah: ' },
        `${marks}${suspicion.characters.length > MARKS_SHOWN ? ' …' : ''}, di sini: `,
        { code: suspicion.shown },
        '. Dibuang ketika diterbitkan.',
      );
    }
    case 'planted':
      return paragraph(
        { bold: '🤖 Berisi kalimat perintah untuk mesin: ' },
        { code: suspicion.words },
        '. Bot tidak menurutinya dan menampilkannya sebagai teks biasa. Pastikan memang perlu.',
      );
    case 'links':
      return paragraph(
        { bold: '🔗 Tautan menuju: ' },
        suspicion.hosts
          .slice(0, MARKS_SHOWN)
          .map((host) => shortened(host, NAME_SHOWN))
          .join(', '),
        suspicion.hosts.length > MARKS_SHOWN ? ' …' : '.',
      );
  }
}

function variantLines(variants: string[]): Block[] {
  if (variants.length === 0) return [note('Belum ada ragam pertanyaan: cara lain orang menanyakannya.')];
  // New ones come last, and are what whoever approves has not seen yet.
  const newestFirst = variants.toReversed().map((one): Span[] => [shortened(one, WAY_SHOWN)]);
  const drawn = (most: number): Block[] => [
    note(`Ragam pertanyaan (${variants.length}${variants.length > 1 ? ', terbaru lebih dahulu' : ''}):`),
    list(newestFirst.slice(0, most)),
    ...(variants.length > most ? [note(`dan ${variants.length - most} lagi.`)] : []),
  ];
  let most = Math.min(variants.length, WAYS_SHOWN);
  while (most > 1 && weightOf(drawn(most)) > ROOM.variants) most--;
  return drawn(most);
}

function buttonsOf({ faq, proposed, status, push }: FaqCardFacts): Button[][] {
  const desk = deskButtons({
    id: faq.id,
    answers: status === 'terbit' || status === 'kedaluwarsa',
    published: faq.published,
    proposed: proposed !== undefined,
    push,
  });
  if (!proposed) return desk;
  const { id } = faq;
  const choice = String(proposed.row.version);
  const edit: Button = { label: 'Ubah', action: { verb: 'faq-edit', id } };
  const drop: Button = { label: 'Buang draf', action: { verb: 'faq-drop', id, choice }, style: 'danger' };
  const row: Button[] =
    proposed.row.state === 'ditinjau'
      ? [
          { label: 'Setujui & terbitkan', action: { verb: 'faq-approve', id, choice }, style: 'primary' },
          { label: 'Kembalikan', action: { verb: 'faq-return', id, choice } },
          edit,
          drop,
        ]
      : proposed.row.state === 'dikembalikan'
        ? [edit, drop]
        : [{ label: 'Ajukan', action: { verb: 'faq-submit', id, choice }, style: 'primary' }, edit, drop];
  const merges =
    faq.published === null
      ? proposed.warnings.alike.map(
          (other): Button => ({
            label: `Gabungkan ke nomor ${other.id}`,
            action: { verb: 'faq-merge', id, choice: String(other.id) },
          }),
        )
      : [];
  return [row, ...(merges.length > 0 ? [merges] : []), ...desk];
}

const whom = (name: string | undefined): Span[] =>
  name === undefined ? ['sistem'] : ['oleh ', { bold: nameOf(name) }];

const nameOf = (name: string | undefined, none = 'seseorang'): string =>
  shortened(name?.replace(/\s+/gu, ' ').trim() || none, NAME_SHOWN);
