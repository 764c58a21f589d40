import type { Unit } from '../../knowledge/index.ts';
import type { Block, Form, Reply } from '../reply.ts';
import { ROLE_NAMES, type Role } from '../rules/permission.ts';
import { heading, list, note, paragraph, quote } from './blocks.ts';

/** What of an officer's work is not everybody's. */
export type Duties = {
  roles: boolean;
  letters: boolean;
  tickets: boolean;
  announces: boolean;
  trains: boolean;
  models: boolean;
};

/** /lpse bantuan; what is listed depends on what the person may do. */
export function staffHelp(unit: Unit, roles: Role[], may: Duties): Reply {
  return {
    blocks: [
      heading(`Helpdesk ${unit.short}`),
      list([
        [{ code: '/lpse tanya …' }, ' — bertanya; jawabannya hanya terlihat oleh Anda'],
        ['Sebut bot di kanal — dijawab di utasnya; atau tulis pesan langsung kepadanya'],
        ['Menu pesan › ', { bold: 'Tanya LPSE' }, ' — menanyakan isi sebuah pesan'],
        ...(may.tickets
          ? [
              [
                { code: '/lpse tiket' },
                ' — tiket Anda dan yang belum diambil; ',
                { code: '/lpse tiket L-2026-00042' },
                ', ',
                { code: '/lpse tiket cari …' },
              ],
              [
                { code: '/lpse tiket baru' },
                ' atau menu pesan › ',
                { bold: 'Buat tiket' },
                ' — untuk yang menelepon atau datang',
              ],
              ['Di utas tiket: ', { code: '!balas …' }, ' dikirim ke pelapor; tulisan lain hanya untuk petugas'],
            ]
          : []),
        ...(may.announces
          ? [
              [
                { code: '/lpse gangguan' },
                ' dan ',
                { code: '/lpse pemeliharaan' },
                ' — mengumumkan kepada semua pelanggan; orang kedua mengonfirmasi',
              ],
            ]
          : []),
        ...(may.tickets ? [[{ code: '/lpse pengumuman' }, ' — yang berlangsung, terjadwal, dan terakhir']] : []),
        ...(may.tickets
          ? [
              [
                { code: '/lpse faq' },
                ' — daftar FAQ; ',
                { code: '/lpse faq cari …' },
                ', ',
                { code: '/lpse faq 12' },
                ', ',
                { code: '/lpse faq ekspor' },
              ],
            ]
          : []),
        ...(may.trains
          ? [
              [
                { code: '/lpse faq baru' },
                ' dan ',
                { code: '/lpse faq impor' },
                ' — menulis FAQ; orang lain menyetujuinya sebelum terbit',
              ],
              [
                { code: '/lpse celah' },
                ' — yang belum terjawab; ',
                { code: '/lpse dokumen' },
                ' — peraturan dan SOP yang dipakai menjawab',
              ],
              [
                'Jatuhkan berkas di pesan langsung dengan bot — daftar FAQ, peraturan, atau SOP; dilihat dahulu sebelum dipakai',
              ],
            ]
          : []),
        ...(may.roles ? [[{ code: '/lpse peran' }, ' — melihat dan mengubah peran petugas']] : []),
        may.models
          ? [
              { code: '/lpse ai' },
              ' — keadaan dan biaya AI; ',
              { code: '/lpse ai mati …' },
              ' dan ',
              { code: '/lpse ai nyala' },
            ]
          : [{ code: '/lpse ai' }, ' — dijawab dengan atau tanpa AI'],
        ...(may.letters ? [[{ code: '/lpse kiriman' }, ' — kiriman yang tidak pasti sampai']] : []),
      ]),
      note(`Peran Anda: ${namesOf(roles)}.`),
    ],
    buttons: [[{ label: 'Tanya LPSE', action: { verb: 'ask', id: 0 }, style: 'primary' }]],
  };
}

const namesOf = (roles: readonly string[]) =>
  roles.length === 0
    ? 'belum ada (hanya dapat bertanya)'
    : roles.map((role) => ROLE_NAMES[role as Role] ?? role).join(', ');

/** The form in which a question is put, e.g. about a message; `id` comes back with it. */
export function askForm(question: string, id = 0): Form {
  return {
    name: 'ask',
    id,
    title: 'Tanya LPSE',
    submit: 'Tanya',
    fields: [
      {
        name: 'question',
        label: 'Pertanyaan',
        kind: 'long',
        initial: question,
        longest: 2_000,
        hint: 'Jawabannya hanya terlihat oleh Anda.',
      },
    ],
  };
}

/** Who has which role. */
export function rolesList(people: { address: string; name: string; roles: readonly string[] }[]): Reply {
  return {
    blocks: [
      heading('Peran petugas'),
      ...(people.length === 0
        ? [paragraph('Belum ada yang mempunyai peran.')]
        : [
            list(
              people.map(({ name, address, roles }) => [
                { bold: name === '' ? address : name },
                ` — ${namesOf(roles)}`,
              ]),
            ),
          ]),
      note(
        'Ubah dengan tombol di bawah, atau ',
        { code: '/lpse peran beri @nama LPD' },
        ' dan ',
        {
          code: '/lpse peran cabut @nama LPD',
        },
        '.',
      ),
    ],
    buttons: [[{ label: 'Ubah peran…', action: { verb: 'roles', id: 0 }, style: 'primary' }]],
  };
}

/** The form in which an admin gives and takes roles. */
export function rolesForm(): Form {
  const options = Object.entries(ROLE_NAMES)
    .filter(([role]) => role !== 'vendor')
    .map(([value, label]) => ({ value, label }));
  return {
    name: 'roles',
    id: 0,
    title: 'Ubah peran',
    submit: 'Simpan',
    fields: [
      { name: 'person', label: 'Siapa', kind: 'person' },
      { name: 'give', label: 'Berikan', kind: 'choices', options, optional: true },
      { name: 'take', label: 'Cabut', kind: 'choices', options, optional: true },
    ],
  };
}

/** What an admin changed. */
export function rolesChanged(name: string, roles: readonly string[]): Reply {
  return { blocks: [paragraph('Peran ', { bold: name }, ` sekarang: ${namesOf(roles)}.`)] };
}

/** Tells the person whose roles were changed. */
export function yourRoles(roles: readonly string[], by: string): Reply {
  return { blocks: [paragraph(`Peran Anda di helpdesk LPSE diubah oleh ${by}. Sekarang: ${namesOf(roles)}.`)] };
}

export const ROLE_TROUBLE = {
  usage: 'Tulis begini: /lpse peran beri @nama LPD, atau /lpse peran cabut @nama LPD.',
  'no-person': 'Orangnya belum disebut. Pilih dengan @nama.',
  'no-role': `Peran itu tidak ada. Yang ada: ${Object.entries(ROLE_NAMES)
    .filter(([role]) => role !== 'vendor')
    .map(([role]) => role)
    .join(', ')}.`,
  'nothing-chosen': 'Belum ada peran yang dipilih, jadi tidak ada yang diubah.',
  both: 'Peran yang sama tidak dapat diberikan dan dicabut sekaligus.',
  'last-admin': 'Admin yang terakhir tidak dapat dicabut. Jadikan orang lain admin lebih dahulu.',
} as const;

/** Why roles were not changed. */
export const rolesNotChanged = (why: keyof typeof ROLE_TROUBLE): Reply => ({ blocks: [paragraph(ROLE_TROUBLE[why])] });

/** In place of words that are not for those who look after letters. */
export const confidential = '(isi terbatas)';

const LETTER_STATES = {
  unsure: 'tidak pasti sampai',
  refused: 'ditolak layanannya',
  gone: 'tidak sampai: penerimanya tidak dapat dihubungi lagi',
} as const;

/** Letters that did not arrive or may not have, each with what can be done about it. */
export function uncertainLetters(
  letters: { id: number; name: string; at: string; state: keyof typeof LETTER_STATES; why: string; text: string }[],
  counts: Record<string, number>,
): Reply {
  const waiting = (counts.due ?? 0) + (counts.sending ?? 0);
  const blocks: Block[] = [
    heading('Kiriman'),
    paragraph(`Menunggu: ${waiting}. Tidak pasti sampai: ${counts.unsure ?? 0}. Ditolak: ${counts.refused ?? 0}.`),
  ];
  if (letters.length === 0) blocks.push(note('Tidak ada yang perlu diputuskan.'));
  for (const { id, name, at, state, why, text } of letters)
    blocks.push(paragraph({ bold: `#${id}` }, ` untuk ${name}, ${at}: ${LETTER_STATES[state]} (${why})`), quote(text));
  return {
    blocks,
    buttons: letters.map(({ id }) => [
      { label: `Kirim ulang #${id}`, action: { verb: 'resend', id } },
      { label: `Abaikan #${id}`, action: { verb: 'dismiss', id } },
    ]),
  };
}

/** Tells the officers, in one message that is kept up to date, that something may not have arrived. */
export const someUncertain = (counts: Record<string, number>): Reply => ({
  blocks: [
    paragraph(
      `⚠️ Kiriman yang tidak pasti sampai: ${counts.unsure ?? 0}, ditolak: ${counts.refused ?? 0}. Tidak ada yang diulang sendiri; putuskan dengan `,
      { code: '/lpse kiriman' },
      '.',
    ),
  ],
});

/** Tells admins that tickets cannot be posted where they are triaged. */
export const deskGone = (chat: string, why: string): Reply => ({
  blocks: [
    paragraph(
      '⚠️ Kanal tiket ',
      { code: chat },
      ` tidak dapat dipakai (${why}). Tiket tetap tersimpan; kartunya ditempatkan begitu kanal itu pulih, atau sesudah SLACK_TRIAGE_CHANNEL/SLACK_RESTRICTED_CHANNEL diubah dan bot dijalankan lagi.`,
    ),
  ],
});

/** Tells who sent it that a message did not arrive, or may not have. */
export const notDelivered = (name: string | undefined, state: keyof typeof LETTER_STATES, why: string): Reply => ({
  blocks: [
    paragraph('⚠️ Kiriman untuk ', { bold: name ?? 'penerimanya' }, ` ${LETTER_STATES[state]} (${why}).`),
    note('Lihat ', { code: '/lpse kiriman' }, ' untuk mengirimnya lagi.'),
  ],
});

/** What was decided on an uncertain letter. */
export const letterDecided = (id: number, what: 'resend' | 'dismiss' | 'too-late'): Reply => ({
  blocks: [
    paragraph(
      what === 'resend'
        ? `Kiriman #${id} dikirim ulang.`
        : what === 'dismiss'
          ? `Kiriman #${id} diabaikan.`
          : `Kiriman #${id} sudah diputuskan sebelumnya.`,
    ),
  ],
});

/** The App Home of an officer. */
export function appHome(unit: Unit, roles: Role[], may: Duties): Reply {
  const { blocks, buttons } = staffHelp(unit, roles, may);
  return {
    blocks: [...blocks, note('Jawaban bot selalu disertai pasal dan kutipannya.')],
    ...(buttons && { buttons }),
  };
}
