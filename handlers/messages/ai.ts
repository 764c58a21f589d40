import type { CallsRow } from '../../db/model-calls.ts';
import type { Ai, Unit } from '../../knowledge/index.ts';
import type { Block, Button, Form, Reply, Span } from '../reply.ts';
import { heading, list, note, paragraph, shortened } from './blocks.ts';
import { clock } from './time.ts';

type Names = Ai['models']['names'];

/** Whether models are used now, and if not why. */
export type ModelsState =
  | { state: 'on' }
  | { state: 'off'; at: Date; by: string; reason: string }
  /** The budget of the day is spent. */
  | { state: 'budget' }
  /** The server failed again and again. */
  | { state: 'broken' };

/** How models stand; the calls are those of the day, of seven days and of thirty. Money is in rupiah. */
export type ModelsStanding = {
  state: ModelsState;
  names: Names;
  budget: number | undefined;
  today: CallsRow[];
  week: CallsRow[];
  month: CallsRow[];
  cache: { kept: number; hits: number };
  vectors: Awaited<ReturnType<Ai['meaning']['state']>>;
};

/** In UTF-16 units. */
const LONGEST_NAME = 60;
const LONGEST_REASON = 300;

const officer = (name: string): string => shortened(name.trim(), LONGEST_NAME) || 'petugas';
/** A reason as the end of a sentence, which has its own full stop. */
const because = (reason: string): string =>
  reason.trim() === '' ? '' : `: ${shortened(reason.trim().replace(/\.+$/u, ''), LONGEST_REASON)}`;

const PURPOSES: Record<CallsRow['purpose'], string> = {
  write: 'Menulis jawaban',
  embed: 'Mencari menurut makna',
  listen: 'Mendengar pesan suara',
};

const REFRESH: Button = { label: 'Segarkan', action: { verb: 'ai', id: 0 } };
const OFF: Button = { label: 'Matikan AI', action: { verb: 'ai-off', id: 0 }, style: 'danger' };
const ON: Button = { label: 'Nyalakan AI', action: { verb: 'ai-on', id: 0 }, style: 'primary' };
const WITHOUT: Button = { label: 'Tanpa AI', action: { verb: 'ai-choice', id: 0, choice: 'without' } };
const WITH: Button = { label: 'Dengan AI', action: { verb: 'ai-choice', id: 0, choice: 'with' } };

/**
 * /lpse ai for those who may switch models; undefined when none is configured.
 * @param uses whether they themselves are answered with models
 */
export function modelsBoard(standing: ModelsStanding | undefined, unit: Unit, uses: boolean): Reply {
  if (!standing) return notConfigured();
  const { state, names, budget, today, week, month, cache, vectors } = standing;
  const [kept, dropped] = [sum(month, 'kept'), sum(month, 'dropped')];
  return {
    blocks: [
      heading('AI'),
      paragraph(...stateSpans(state, unit, today)),
      list([
        [`${PURPOSES.write}: `, nameOf(names.writer)],
        [`${PURPOSES.embed}: `, nameOf(names.embedder)],
        [`${PURPOSES.listen}: `, nameOf(names.listener)],
      ]),
      paragraph({ bold: 'Biaya' }),
      list([
        [`Hari ini: ${spent(today)}${budget === undefined ? '' : ` dari anggaran ${rupiah(budget)}`}`],
        [`7 hari: ${spent(week)}`],
        [`30 hari: ${spent(month)}`],
      ]),
      ...(month.length === 0 ? [] : [paragraph({ bold: '30 hari menurut model' }), list(byModel(month))]),
      list([
        ...(kept + dropped === 0
          ? []
          : [[`Kalimat AI yang lolos pemeriksaan: ${number(kept)}; dibuang: ${number(dropped)}`]]),
        [`Jawaban yang disimpan: ${number(cache.kept)}, dipakai ulang ${number(cache.hits)} kali`],
        ...vectorLines(vectors),
      ]),
      note(
        'Dikirim: pertanyaan tanpa data pribadi dan kutipan sumber. Tidak dikirim: tiket, berkas, dan yang dikenali sebagai keluhan.',
      ),
    ],
    buttons: [
      [
        state.state === 'off' ? ON : OFF,
        REFRESH,
        { ...(uses ? WITHOUT : WITH), label: uses ? 'Tanpa AI untuk saya' : 'Dengan AI untuk saya' },
      ],
    ],
  };
}

const notConfigured = (): Reply => ({
  blocks: [
    heading('AI'),
    paragraph('Belum dipasang. Semua jawaban berupa kutipan, dan tidak ada yang dikirim ke luar.'),
    note(
      'Untuk memasangnya, isi ',
      { code: 'OPENAI_API_KEY' },
      ' atau ',
      { code: 'OPENAI_BASE_URL' },
      ' di berkas .env (lihat .env.example), lalu mulai ulang.',
    ),
  ],
});

function stateSpans(state: ModelsState, unit: Unit, today: CallsRow[]): Span[] {
  switch (state.state) {
    case 'on':
      return isInVain(today)
        ? [
            '🟠 ',
            { bold: 'Menyala, tetapi semua panggilan hari ini gagal.' },
            ' Periksa server model; bot mengutip saja.',
          ]
        : ['🟢 ', { bold: 'Menyala.' }];
    case 'off':
      return [
        '🔴 ',
        { bold: 'Dimatikan' },
        ` sejak ${clock(state.at, unit)} oleh ${officer(state.by)}${because(state.reason)}.`,
      ];
    case 'budget':
      return ['🟡 ', { bold: 'Anggaran hari ini habis.' }, ' Sampai tengah malam bot menjawab dengan kutipan.'];
    case 'broken':
      return ['🟡 ', { bold: 'Server model bermasalah.' }, ' Untuk sementara bot menjawab dengan kutipan.'];
  }
}

/** Before the server counts as broken, and while nobody asks: nothing came of all that was tried. */
const isInVain = (today: CallsRow[]): boolean => {
  const ended = today.filter(({ outcome }) => outcome !== 'sent');
  return ended.length > 0 && !ended.some(({ outcome }) => outcome === 'ok');
};

const nameOf = (name: string | undefined): Span => (name === undefined ? 'tidak dipakai' : codeOf(name));

/** The board is one message, whatever its models are called. */
const codeOf = (name: string): Span => ({ code: shortened(name, LONGEST_NAME) });

const sum = (rows: CallsRow[], what: 'calls' | 'cost' | 'kept' | 'dropped'): number =>
  rows.reduce((all, row) => all + row[what], 0);

const spent = (rows: CallsRow[]): string => `${rupiah(sum(rows, 'cost'))}, ${number(sum(rows, 'calls'))} panggilan`;

/** One line for what each model was used for. */
function byModel(rows: CallsRow[]): Span[][] {
  const groups = Map.groupBy(rows, ({ purpose, model }) => `${purpose} ${model}`);
  return [...groups.values()].map((all): Span[] => {
    const [{ purpose, model }] = all as [CallsRow];
    const calls = sum(all, 'calls');
    const failed = sum(
      // Those that are under way have not failed.
      all.filter(({ outcome }) => outcome !== 'ok' && outcome !== 'sent'),
      'calls',
    );
    const meanMs = all.reduce((ms, row) => ms + row.mean_ms * row.calls, 0) / Math.max(1, calls);
    const facts = [
      `${number(calls)} panggilan`,
      ...(failed > 0 ? [`${number(failed)} gagal`] : []),
      `rata-rata ${number(meanMs / 1_000, 1)} detik`,
      rupiah(sum(all, 'cost')),
    ];
    return [`${PURPOSES[purpose]} (`, codeOf(model), `): ${facts.join(', ')}`];
  });
}

function vectorLines({ serving, filling }: ModelsStanding['vectors']): Span[][] {
  return [
    ...(serving ? [['Vektor: ', codeOf(serving.model), ` melayani ${number(serving.texts)} teks`]] : []),
    ...(filling
      ? [['Vektor disiapkan: ', codeOf(filling.model), `, ${number(filling.done)} dari ${number(filling.total)} teks`]]
      : []),
  ];
}

const number = (value: number, digits = 0): string =>
  new Intl.NumberFormat('id-ID', { maximumFractionDigits: digits }).format(value);

/** Small sums keep their fraction: an answer costs a few rupiah. */
const rupiah = (value: number): string => `Rp${number(value, value < 100 ? 2 : 0)}`;

/** In the App Home of those who may switch models. */
export const modelsLine = ({ state }: ModelsState, spentToday: number): Block =>
  note(`${STATES[state]}; biaya hari ini ${rupiah(spentToday)}. Selengkapnya: `, { code: '/lpse ai' });

const STATES: Record<ModelsState['state'], string> = {
  on: '🟢 AI menyala',
  off: '🔴 AI dimatikan',
  budget: '🟡 Anggaran AI hari ini habis',
  broken: '🟡 Server AI bermasalah',
};

/** The form in which is said why models are switched off. */
export const switchOffForm = (): Form => ({
  name: 'ai-off',
  id: 0,
  title: 'Matikan AI',
  submit: 'Matikan',
  intro: [note('Berlaku seketika untuk semua orang. Bot tetap menjawab, dengan kutipan saja.')],
  fields: [{ name: 'reason', label: 'Alasan', kind: 'text', longest: 300 }],
});

/** Models were switched; `already`: they stood like that before. A switch without a reason says how to add one. */
export const switched = (off: boolean, already: boolean, reason = ''): Reply => ({
  blocks: [
    paragraph(
      already
        ? `AI memang sedang ${off ? 'mati' : 'menyala'}.${off && reason !== '' ? ' Alasannya dicatat.' : ''}`
        : off
          ? 'AI dimatikan. Mulai sekarang semua jawaban berupa kutipan.'
          : 'AI dinyalakan lagi.',
    ),
    ...(off && reason === '' ? [note('Alasannya dapat ditambahkan: ', { code: '/lpse ai mati alasan…' })] : []),
  ],
  buttons: [[{ label: 'Keadaan AI', action: { verb: 'ai', id: 0 } }]],
});

/** Where tickets are triaged: somebody switched models, in one line. */
export const modelsSwitched = (by: string, off: boolean, reason: string): Reply => ({
  blocks: [
    paragraph(
      off
        ? `🔴 AI dimatikan oleh ${officer(by)}${because(reason)}. Bot menjawab dengan kutipan saja.`
        : `🟢 AI dinyalakan lagi oleh ${officer(by)}${because(reason)}.`,
    ),
  ],
});

/**
 * /ai: what leaves to models and what never does, and what this person chose; without `names` no model is configured. `off`:
 * nobody's words leave at the moment.
 */
export function aiChoice(names: Names | undefined, without: boolean, off = false): Reply {
  if (!names)
    return {
      blocks: [
        heading('AI'),
        paragraph('Di sini AI tidak dipakai: semua jawaban berupa kutipan, dan tidak ada yang dikirim ke luar.'),
      ],
    };
  const model = names.writer ?? names.embedder ?? names.listener;
  return {
    blocks: [
      heading('AI'),
      paragraph(
        without
          ? 'Anda memilih Tanpa AI: jawaban berupa kutipan saja, dan tidak ada yang dikirim ke model AI.'
          : off
            ? 'AI sedang dimatikan oleh LPSE: jawaban berupa kutipan saja, dan tidak ada yang dikirim ke model AI.'
            : 'Jawaban dapat disusun AI dari kutipan peraturan. Tiap kalimatnya diperiksa program, dan kutipannya selalu disertakan.',
      ),
      list([
        [
          { bold: without || off ? 'Dikirim bila Dengan AI' : 'Dikirim' },
          `${model === undefined ? '' : ` ke model ${model}`}: pertanyaan Anda dengan nama, nomor, surel, dan kata sandi disamarkan, serta kutipan sumber.`,
        ],
        ...(names.listener === undefined
          ? []
          : [
              [
                { bold: 'Pesan suara' },
                `: rekamannya dikirim untuk ditulis (${names.listener}); suara tidak dapat disamarkan.`,
              ],
            ]),
        [
          { bold: 'Tidak dikirim' },
          ': tiket, berkas, percakapan dengan petugas, dan pesan yang dikenali sebagai keluhan.',
        ],
      ]),
      note('Pertanyaan tetap terjawab dengan pilihan mana pun.'),
    ],
    buttons: [[without ? WITH : WITHOUT]],
  };
}

/** In the privacy notice of /start, where models are configured. */
export const aiNotice = (): Span[] => [
  'Jawaban dapat disusun AI; nama dan nomor yang dikenali disamarkan sebelum dikirim ke model AI. Selengkapnya, atau Tanpa AI: ',
  { code: '/ai' },
  '.',
];
