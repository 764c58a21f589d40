import type { FaqRow, FaqVersionRow } from '../../db/faqs.ts';
import { type FaqContent, type Statement, showHidden, type Unit } from '../../knowledge/index.ts';
import type { Block, Button, Reply, Span } from '../reply.ts';
import type { FaqStatus } from '../rules/faq.ts';
import { type FaqSuspicion, revealed } from '../rules/faq-suspicion.ts';
import { answered } from './answers.ts';
import { heading, list, note, paragraph, shortened } from './blocks.ts';
import { deskButtons } from './faq-desk.ts';
import { FAQ_TOPIC_NAMES } from './faq-form.ts';
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
};

/** All that stands on the card of an entry. */
export type FaqCardFacts = {
  faq: FaqRow;
  /** undefined: a draft that was thrown away. */
  status: FaqStatus | undefined;
  published: ShownVersion | undefined;
  proposed: (ShownVersion & { warnings: FaqWarnings }) | undefined;
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

const FAQ_STATUS_NAMES: Record<FaqStatus, string> = {
  draf: 'Draf',
  ditinjau: 'Menunggu persetujuan',
  terbit: 'Terbit',
  kedaluwarsa: 'Lewat waktu tinjau',
  ditarik: 'Ditarik',
};
const ICONS: Record<FaqStatus, string> = { draf: '📝', ditinjau: '⏳', terbit: '✅', kedaluwarsa: '⏰', ditarik: '🚫' };

/** What a card holds in all, and of what stands around its preview at most. */
const CARD = 9_600;
const ROOM = { top: 2_400, state: 1_600, warnings: 2_000, variants: 1_200, push: 900 };
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
  const warnings = proposed ? fitted(warningLines(proposed.warnings), ROOM.warnings).blocks : [];
  const variants = shown ? fitted(variantLines(revealed(shown.row.content).variants), ROOM.variants).blocks : [];
  const push = fitted(pushLines(facts.push, facts), ROOM.push).blocks;
  const around = weightOf([...top, ...state, ...warnings, ...variants, ...push]) + weightOfButtons(buttons);
  const preview = shown && fitted(faqPreview(shown.statement, facts.unit), CARD - around - weightOf([CUT, AS_SHOWN]));
  return {
    blocks: [
      ...top,
      ...state,
      ...warnings,
      ...(preview ? [AS_SHOWN, ...preview.blocks, ...(preview.cut ? [CUT] : [])] : []),
      ...variants,
      ...push,
    ],
    buttons,
  };
}

const AS_SHOWN = note('Begini tampilnya di Telegram:');
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

function topLines({ faq, status, proposed, published, owner }: FaqCardFacts): Block[] {
  const shown = (proposed ?? published)?.row.content;
  const content = shown && revealed(shown);
  return [
    heading(`${status ? ICONS[status] : '🗑️'} FAQ nomor ${faq.id} · ${status ? FAQ_STATUS_NAMES[status] : 'Dibuang'}`),
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
    ...(proposed ? proposedLines(proposed, published, unit) : publishedLines(published, unit)),
    ...(aside.length > 0
      ? [
          note(
            `Ditulis bersamaan dan menunggu penulisnya: ${aside
              .slice(0, 3)
              .map(({ version, author }) => `versi ${version} (${nameOf(author)})`)
              .join(', ')}${aside.length > 3 ? `, dan ${aside.length - 3} lagi` : ''}.`,
          ),
        ]
      : []),
  ];
}

function proposedLines(
  { row, author, decider }: ShownVersion,
  published: ShownVersion | undefined,
  unit: Unit,
): Block[] {
  const by = ['. Ditulis ', ...whom(author), `, ${clock(row.made_at, unit)}`];
  const still = published ? [note(`Versi ${published.row.version} tetap menjawab sampai ini disetujui.`)] : [];
  if (row.state === 'dikembalikan')
    return [
      paragraph(
        { bold: `↩️ Versi ${row.version}: dikembalikan` },
        ' ',
        ...whom(decider),
        ': ',
        { italic: shortened(row.note ?? '', TEXT_SHOWN) },
        ...by,
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

function warningLines({ suspicions, alike, regulation }: FaqWarnings): Block[] {
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
    ...(alike.length > 0
      ? [
          paragraph({ bold: '👥 Mungkin sudah ada: ' }, 'FAQ ini menanyakan hal yang sama dengan kata lain.'),
          list(alike.map(({ id, question }): Span[] => [`Nomor ${id}: `, shortened(showHidden(question), WAY_SHOWN)])),
        ]
      : []),
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
  const more = variants.length - WAYS_SHOWN;
  return [
    note(`Ragam pertanyaan (${variants.length}):`),
    list(variants.slice(0, WAYS_SHOWN).map((one): Span[] => [shortened(one, WAY_SHOWN)])),
    ...(more > 0 ? [note(`dan ${more} lagi.`)] : []),
  ];
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
  const drop: Button = { label: 'Buang', action: { verb: 'faq-drop', id, choice }, style: 'danger' };
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
