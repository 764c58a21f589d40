import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Actor,
  type Category,
  decideMove,
  firstPriority,
  type Kind,
  MOVES,
  type Move,
  type MoveRefusal,
  mayTriage,
  numberIn,
  possibleMoves,
  STATES,
  type TicketFacts,
  type TicketState,
  ticketNumber,
} from '../../handlers/rules/ticket.ts';

const NOW = Date.parse('2026-11-23T06:00:00Z');
const DAY_MS = 24 * 60 * 60_000;
const REOPEN_DAYS = 7;
const [REPORTER, HOLDER] = [1, 3];

/** Everybody who may come by. */
const WHO = {
  reporter: { person: REPORTER, roles: ['vendor'] },
  vendor: { person: 2, roles: ['vendor'] },
  nobody: { person: 7, roles: [] },
  holder: { person: HOLDER, roles: ['lpd'] },
  officer: { person: 4, roles: ['asi'] },
  kepala: { person: 5, roles: ['kepala'] },
  admin: { person: 6, roles: ['admin'] },
  clock: 'clock',
} as const satisfies Record<string, Actor>;
type Who = keyof typeof WHO;

const ENDED: readonly TicketState[] = ['selesai', 'ditutup', 'ditolak'];

/** A ticket that nobody has in hand; one that has ended did so a day ago. */
const ticket = (state: TicketState, more: Partial<TicketFacts> = {}): TicketFacts => ({
  state,
  assignee: null,
  reporter: REPORTER,
  restricted: false,
  resolvedAt: ENDED.includes(state) ? NOW - DAY_MS : null,
  merged: false,
  ...more,
});

/** The state that a move leads to, or why it is not made. */
function decide(facts: TicketFacts, move: Move, who: Who, now = NOW): TicketState | MoveRefusal {
  const decided = decideMove(facts, move, WHO[who], now, REOPEN_DAYS);
  return decided.ok ? decided.state : decided.why;
}

/** The lines of a table: each begins with the name of a move. */
const rowsOf = (table: string): [move: Move, cells: string[]][] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/u))
    .map(([move = '', ...cells]) => [move as Move, cells]);

const COLUMNS: TicketState[] = [
  'baru',
  'diambil',
  'menunggu_pengguna',
  'di_lkpp',
  'selesai',
  'ditutup',
  'ditolak',
  'dibuka_kembali',
];
/** Where each move leads from the states of COLUMNS: `=` stays as it is, `-` cannot be. */
const LEADS = rowsOf(`
  claim             diambil            =                  =        =        -               -               -               diambil
  release           -                  baru               baru     -        -               -               -               baru
  assign            diambil            =                  =        =        -               -               -               diambil
  transfer          =                  baru               =        =        -               -               -               =
  reply             diambil            =                  =        =        -               -               -               diambil
  wait              menunggu_pengguna  menunggu_pengguna  -        -        -               -               -               menunggu_pengguna
  resume            -                  -                  diambil  -        -               -               -               diambil
  forward           di_lkpp            di_lkpp            di_lkpp  =        -               -               -               di_lkpp
  return-from-lkpp  -                  -                  -        diambil  -               -               -               -
  prioritize        =                  =                  =        =        -               -               -               =
  hand-to-bot       -                  =                  =        =        -               -               -               =
  resolve           selesai            selesai            selesai  selesai  -               -               -               selesai
  reject            ditolak            ditolak            ditolak  -        -               -               -               ditolak
  merge             ditutup            ditutup            ditutup  -        -               -               -               ditutup
  split             -                  -                  -        -        -               -               -               -
  follow-up         =                  =                  diambil  =        -               -               -               =
  confirm           -                  -                  -        -        ditutup         -               -               -
  reopen            -                  -                  -        -        dibuka_kembali  dibuka_kembali  dibuka_kembali  -
  close             -                  -                  -        -        ditutup         -               -               -
  rate              -                  -                  -        -        =               =               =               -
`);
/** Each cell of it, with who makes that move for sure. */
const STEPS = LEADS.flatMap(([move, cells]) =>
  cells.map((cell, at): [Move, TicketState, TicketState | undefined] => {
    const state = COLUMNS[at] ?? 'baru';
    return [move, state, cell === '=' ? state : cell === '-' ? undefined : (cell as TicketState)];
  }),
);
const OF_REPORTERS: readonly Move[] = ['follow-up', 'confirm', 'reopen', 'rate'];
const entitled = (move: Move): Who =>
  move === 'close' ? 'clock' : OF_REPORTERS.includes(move) ? 'reporter' : 'officer';

describe('from every state', () => {
  it('is known where every move leads', () => {
    expect(COLUMNS).toEqual(STATES);
    expect(LEADS.map(([move]) => move)).toEqual(MOVES);
    for (const [move, cells] of LEADS) expect(cells, move).toHaveLength(STATES.length);
  });

  it.each(STEPS)('%s from %s leads to %s', (move, state, to) => {
    expect(decide(ticket(state), move, entitled(move))).toBe(to ?? 'state');
  });

  it.each(COLUMNS)('the moves that are possible are those of the table: %s', (state) => {
    const possible = STEPS.filter(([, from, to]) => from === state && to !== undefined).map(([move]) => move);
    expect(possibleMoves({ state, merged: false })).toEqual(possible);
    expect(possibleMoves({ state, merged: true })).toEqual(['split']);
  });

  it('leads every ticket to an end, and from every end back', () => {
    const reached = (from: TicketState): Set<TicketState> => {
      const found = new Set([from]);
      for (const state of found) for (const [, before, after] of STEPS) if (before === state && after) found.add(after);
      return found;
    };
    for (const state of COLUMNS) expect([...reached(state)]).toEqual(expect.arrayContaining([...ENDED]));
    // Nothing becomes new again but what was in hand.
    expect(reached('baru').size).toBe(STATES.length);
  });
});

const PEOPLE: Who[] = ['reporter', 'vendor', 'nobody', 'holder', 'officer', 'kepala', 'admin', 'clock'];
/** A state in which each move is possible. */
const SOMEWHERE: Record<Move, TicketState> = {
  claim: 'diambil',
  release: 'diambil',
  assign: 'diambil',
  transfer: 'diambil',
  reply: 'diambil',
  wait: 'diambil',
  resume: 'menunggu_pengguna',
  forward: 'diambil',
  'return-from-lkpp': 'di_lkpp',
  prioritize: 'diambil',
  'hand-to-bot': 'diambil',
  resolve: 'diambil',
  reject: 'diambil',
  merge: 'diambil',
  split: 'diambil',
  'follow-up': 'menunggu_pengguna',
  confirm: 'selesai',
  reopen: 'selesai',
  close: 'selesai',
  rate: 'selesai',
};

/** What each of PEOPLE is told of a ticket that the holder has in hand; `ok`: the move is made. */
const IN_HAND = rowsOf(`
  claim             unseen  unseen  unseen  already  owned   owned   owned   owned
  release           unseen  unseen  unseen  ok       owned   ok      ok      ok
  assign            unseen  unseen  unseen  ok       ok      ok      ok      ok
  transfer          unseen  unseen  unseen  ok       ok      ok      ok      ok
  reply             unseen  unseen  unseen  ok       owned   ok      ok      ok
  wait              unseen  unseen  unseen  ok       owned   ok      ok      ok
  resume            unseen  unseen  unseen  ok       owned   ok      ok      ok
  forward           unseen  unseen  unseen  ok       owned   ok      ok      ok
  return-from-lkpp  unseen  unseen  unseen  ok       owned   ok      ok      ok
  prioritize        unseen  unseen  unseen  ok       ok      ok      ok      ok
  hand-to-bot       unseen  unseen  unseen  ok       owned   ok      ok      ok
  resolve           unseen  unseen  unseen  ok       owned   ok      ok      ok
  reject            unseen  unseen  unseen  ok       owned   ok      ok      ok
  merge             unseen  unseen  unseen  ok       owned   ok      ok      ok
  split             unseen  unseen  unseen  state    state   state   state   state
  follow-up         ok      unseen  unseen  unseen   unseen  unseen  unseen  ok
  confirm           ok      unseen  unseen  unseen   unseen  unseen  unseen  ok
  reopen            ok      unseen  unseen  ok       ok      ok      ok      ok
  close             unseen  unseen  unseen  ok       owned   ok      ok      ok
  rate              ok      unseen  unseen  unseen   unseen  unseen  unseen  ok
`);

describe('whoever comes', () => {
  it('is told the same as in the table, for every move', () => {
    expect(IN_HAND.map(([move]) => move)).toEqual(MOVES);
    expect(new Set(PEOPLE)).toEqual(new Set(Object.keys(WHO)));
  });

  it.each(IN_HAND)('%s', (move, cells) => {
    const held = ticket(SOMEWHERE[move], { assignee: HOLDER });
    const told = PEOPLE.map((who) => decideMove(held, move, WHO[who], NOW, REOPEN_DAYS));
    expect(told.map((one) => (one.ok ? 'ok' : one.why))).toEqual(cells);
  });

  it.each(IN_HAND)(
    'of a restricted ticket only the head and the one who was given it see anything: %s',
    (move, cells) => {
      const held = ticket(SOMEWHERE[move], { assignee: HOLDER, restricted: true });
      const hidden = cells.map((cell, at) => (['officer', 'admin'].includes(PEOPLE[at] ?? '') ? 'unseen' : cell));
      const told = PEOPLE.map((who) => decideMove(held, move, WHO[who], NOW, REOPEN_DAYS));
      expect(told.map((one) => (one.ok ? 'ok' : one.why))).toEqual(hidden);
      // Before it was given to anybody, it is the head's.
      const free = ticket(SOMEWHERE[move], { restricted: true });
      for (const who of ['holder', 'officer', 'admin'] as const) expect(decide(free, move, who)).toBe('unseen');
      if (!OF_REPORTERS.includes(move)) expect(decide(free, move, 'kepala')).not.toBe('unseen');
    },
  );

  it('is told of no ticket that is not theirs, in whatever state it is', () => {
    const facts = fc.record({
      state: fc.constantFrom(...STATES),
      assignee: fc.constantFrom(null, HOLDER),
      reporter: fc.constantFrom(null, REPORTER),
      restricted: fc.boolean(),
      resolvedAt: fc.constantFrom(null, NOW, NOW - 100 * DAY_MS),
      merged: fc.boolean(),
    });
    const stranger = fc.constantFrom<Who>('vendor', 'nobody');
    fc.assert(
      fc.property(facts, fc.constantFrom(...MOVES), stranger, (given, move, who) => {
        expect(decide(given, move, who)).toBe('unseen');
      }),
    );
  });

  it('has a ticket without a reporter in chat in nobody else’s name', () => {
    for (const move of OF_REPORTERS) {
      const told = decide(ticket(SOMEWHERE[move], { reporter: null }), move, 'reporter');
      expect(told, move).toBe('unseen');
    }
  });

  it('is an officer to their own report as to any other', () => {
    const own = { person: REPORTER, roles: ['vendor', 'lpd'] };
    expect(decideMove(ticket('selesai'), 'confirm', own, NOW, REOPEN_DAYS)).toEqual({ ok: true, state: 'ditutup' });
    expect(decideMove(ticket('baru'), 'claim', own, NOW, REOPEN_DAYS)).toEqual({ ok: true, state: 'diambil' });
  });

  it('sees as an officer what is for their eyes', () => {
    const seen = (facts: Parameters<typeof mayTriage>[0]) => PEOPLE.filter((who) => mayTriage(facts, WHO[who]));
    expect(seen({ restricted: false, assignee: null })).toEqual(['holder', 'officer', 'kepala', 'admin', 'clock']);
    expect(seen({ restricted: true, assignee: HOLDER })).toEqual(['holder', 'kepala', 'clock']);
    expect(seen({ restricted: true, assignee: null })).toEqual(['kepala', 'clock']);
  });
});

describe('a claim', () => {
  const CLAIMABLE: TicketState[] = ['baru', 'diambil', 'menunggu_pengguna', 'di_lkpp', 'dibuka_kembali'];

  it.each(CLAIMABLE)('is made by any officer where nobody has it: %s', (state) => {
    const to = state === 'baru' || state === 'dibuka_kembali' ? 'diambil' : state;
    for (const who of ['officer', 'kepala', 'admin'] as const) expect(decide(ticket(state), 'claim', who)).toBe(to);
  });

  it.each(CLAIMABLE)('is refused where somebody has it, whoever comes: %s', (state) => {
    const held = ticket(state, { assignee: HOLDER });
    expect(decide(held, 'claim', 'holder')).toBe('already');
    for (const who of ['officer', 'kepala', 'admin', 'clock'] as const)
      expect(decide(held, 'claim', who)).toBe('owned');
  });
});

describe('reopening', () => {
  it.each(ENDED)('is possible for seven days, and not a moment longer: %s', (state) => {
    for (const who of ['reporter', 'officer', 'holder', 'kepala', 'clock'] as const) {
      const decided = (ms: number) => decide(ticket(state, { resolvedAt: NOW - ms }), 'reopen', who);
      expect(decided(0)).toBe('dibuka_kembali');
      expect(decided(REOPEN_DAYS * DAY_MS)).toBe('dibuka_kembali');
      expect(decided(REOPEN_DAYS * DAY_MS + 1)).toBe('too-late');
      expect(decided(365 * DAY_MS)).toBe('too-late');
    }
  });

  it('is not too late for what was never resolved, and never too late to rate', () => {
    expect(decide(ticket('ditutup', { resolvedAt: null }), 'reopen', 'reporter')).toBe('dibuka_kembali');
    expect(decide(ticket('ditutup', { resolvedAt: NOW - 365 * DAY_MS }), 'rate', 'reporter')).toBe('ditutup');
  });
});

describe('a ticket that was merged into another', () => {
  it.each(MOVES.filter((move) => move !== 'rate' && move !== 'split'))('is left alone by everybody: %s', (move) => {
    for (const state of STATES) {
      const merged = ticket(state, { merged: true });
      expect(decide(merged, move, entitled(move)), state).toBe('merged');
      expect(decide(merged, move, 'vendor'), state).toBe('unseen');
    }
  });

  it('is taken out again by officers, and then open', () => {
    expect(decide(ticket('ditutup', { merged: true }), 'split', 'officer')).toBe('dibuka_kembali');
    expect(decide(ticket('ditutup', { merged: true }), 'split', 'reporter')).toBe('unseen');
    expect(decide(ticket('ditutup', { merged: true, restricted: true }), 'split', 'officer')).toBe('unseen');
  });

  it('is rated by its reporter', () => {
    expect(decide(ticket('ditutup', { merged: true }), 'rate', 'reporter')).toBe('ditutup');
    expect(decide(ticket('ditutup', { merged: true }), 'rate', 'officer')).toBe('unseen');
  });
});

const priorityOf = (description: string, category: Category, more: { kind?: Kind; urgent?: boolean } = {}) =>
  firstPriority({ kind: 'gangguan', urgent: false, category, description, ...more });

describe('the first priority', () => {
  it.each([
    'File penawaran tidak bisa dibuka',
    'file penawaran tdk bisa dibuka',
    'dokumen penawaran tidak dapat dibuka pada saat pembukaan',
    'dok penawaran tdk dpt dibuka pokja',
    'file rhs gak bisa dibuka',
    'file rhs gak kebuka pas pembukaan, kode tender 10045678',
    'file .rhs ga bisa di buka pak',
    'file penawarannya gk bs dibuka',
    'file penawaran nda bisa dibuka',
    'ndak bisa dibuka penawarannya',
    'file penawaran nggak bisa dibuka min',
    'file penawaran ngga bisa dibuka',
    'berkas penawaran enggak bisa dibuka',
    'file penawaran gabisa dibuka',
    'penawaran belum bisa di  buka di apendo',
    'file penawaran tidak mau dibuka',
    'file penawaran tidak mau terbuka',
    'dokumen penawaran tidak terbuka di apendo',
    'kami tidak bisa membuka file penawaran peserta',
    'Pokja tidak dapat membuka dokumen penawaran',
    'gagal dibuka',
    'GAGAL BUKA FILE PENAWARAN',
    'gagal membuka dokumen penawaran',
    'gagal dekrip file penawaran',
    'gagal dekripsi dokumen',
    'gagal didekripsi terus file penawarannya',
    'the bid file cannot be opened',
    'cannot open bid file',
  ])('is high for a bid file that cannot be opened: %s', (text) => {
    expect(priorityOf(text, 'dokumen')).toBe(2);
    expect(priorityOf(text.toUpperCase(), 'dokumen', { kind: 'keluhan' })).toBe(2);
  });

  it.each<Category>(['aplikasi', 'lain', 'informasi'])(
    'is high for a bid file that cannot be opened, whatever it was filed under: %s',
    (category) => {
      expect(priorityOf('file penawaran tidak bisa dibuka saat pembukaan', category)).toBe(2);
    },
  );

  it.each<[string, Category]>([
    ['kapan penawaran dibuka?', 'dokumen'],
    ['jam berapa pembukaan dokumen penawaran?', 'dokumen'],
    ['file penawaran sudah bisa dibuka', 'dokumen'],
    ['file penawaran bisa dibuka tapi isinya salah', 'dokumen'],
    ['gagal upload dokumen penawaran', 'dokumen'],
    ['tidak bisa unggah file penawaran', 'dokumen'],
    ['dokumen tidak perlu dibuka lagi', 'dokumen'],
    ['file penawaran tidak terkirim, apakah lelang masih dibuka?', 'dokumen'],
    ['bukan gagal, penawaran memang belum waktunya dibuka', 'dokumen'],
    ['web lpse polman ga bisa dibuka', 'jaringan'],
    ['situs tidak bisa dibuka dari tadi pagi', 'jaringan'],
    ['halaman login tdk bisa dibuka', 'akun'],
    ['SPSE tidak dapat dibuka', 'aplikasi'],
    ['ruang bidding tidak bisa dibuka, terkunci', 'fasilitas'],
    ['', 'dokumen'],
  ])('is not high for other troubles: %s (%s)', (text, category) => {
    expect(priorityOf(text, category)).toBe(3);
  });

  it.each<[Kind, Category]>([
    ['gangguan', 'aplikasi'],
    ['gangguan', 'jaringan'],
    ['permintaan', 'akun'],
    ['permintaan', 'informasi'],
    ['keluhan', 'verifikasi'],
  ])('is high for %s (%s) with a deadline within 24 hours', (kind, category) => {
    expect(priorityOf('kirim penawaran gagal', category, { kind, urgent: true })).toBe(2);
  });

  it('is low for suggestions, whatever they say, and for questions', () => {
    for (const urgent of [true, false])
      expect(priorityOf('file penawaran tidak bisa dibuka', 'dokumen', { kind: 'saran', urgent })).toBe(4);
    expect(priorityOf('tambah jam layanan', 'lain', { kind: 'saran' })).toBe(4);
    expect(priorityOf('minta jadwal pelatihan', 'informasi', { kind: 'permintaan' })).toBe(4);
    expect(priorityOf('minta reset kata sandi', 'akun', { kind: 'permintaan' })).toBe(3);
    expect(priorityOf('informasinya tidak jelas', 'informasi', { kind: 'keluhan' })).toBe(3);
  });
});

describe('the number of a ticket', () => {
  it('has five digits and more when they are needed', () => {
    expect(ticketNumber(2026, 1)).toBe('L-2026-00001');
    expect(ticketNumber(2026, 42)).toBe('L-2026-00042');
    expect(ticketNumber(2026, 99_999)).toBe('L-2026-99999');
    expect(ticketNumber(2027, 100_000)).toBe('L-2027-100000');
  });

  it.each([
    'L-2026-00042',
    'l-2026-00042',
    'L-2026-42',
    'l 2026 42',
    'L 2026 00042',
    'L2026-00042',
    'l2026 42',
    'L - 2026 - 00042',
    'L–2026–00042',
    'L‑2026‑00042',
    'L/2026/00042',
    'L.2026.00042',
    'L202600042',
    'tiket L202600042 sudah sampai mana?',
    'tiket L-2026-00042',
    'bagaimana kabar tiket l-2026-00042?',
    'nomor saya L-2026-00042, tolong dicek.',
    '(L-2026-00042)',
    '#L-2026-00042',
    '*L-2026-00042*',
    '“L-2026-00042”',
    'no tiket:L-2026-00042',
    '\n L-2026-00042\n',
    'L-2026-00042 dan L-2026-00043',
    'L-2026-0000042',
  ])('is heard: %s', (text) => {
    expect(numberIn(text)).toBe('L-2026-00042');
  });

  it.each([
    '',
    'L',
    'L-2026',
    'L-2026-',
    '42',
    '00042',
    'L-42',
    'L-1999-00042',
    'L-20260-0042',
    'L-2026-12345678',
    'XL-2026-00042',
    'URL-2026-00042',
    'Perbup 31 tahun 2012',
    'tahun 2026 ada 42 paket',
    'Pasal 2026 42',
    'kode tender 10045678',
    'email 2026 00042',
    'LPSE 2026 42',
    'modal 2026 42',
    'L-dua ribu',
  ])('is not heard in: %s', (text) => {
    expect(numberIn(text)).toBeUndefined();
  });

  it('is read as it was written, for every number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2000, max: 2099 }), fc.integer({ min: 1, max: 9_999_999 }), (year, count) => {
        const number = ticketNumber(year, count);
        for (const text of [number, number.toLowerCase(), `tiket ${number}?`, number.replaceAll('-', ' ')])
          expect(numberIn(text)).toBe(number);
      }),
    );
  });

  it('is looked for in a text of any length at once', () => {
    const began = performance.now();
    for (const text of ['L-'.repeat(50_000), 'L 20'.repeat(25_000), `L${' '.repeat(100_000)}x`, '0'.repeat(100_000)])
      expect(numberIn(text)).toBeUndefined();
    for (const text of ['tidak bisa '.repeat(10_000), 'tidak '.repeat(20_000), `tidak${' '.repeat(50_000)}x`])
      expect(priorityOf(text, 'dokumen')).toBe(3);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
