import type { TicketRow } from '../../db/tickets.ts';
import type { Unit } from '../../knowledge/index.ts';
import type { Packet } from '../packet.ts';
import { maskPersonalData } from '../rules/personal-data.ts';
import { withoutName } from '../rules/reporter-name.ts';
import type { Category, Ground, Kind } from '../rules/ticket.ts';
import { CATEGORY_NAMES, GROUND_NAMES, KIND_NAMES } from './ticket-words.ts';
import { clock } from './time.ts';

const UNKNOWN = 'tidak diketahui';

/** What LKPP needs to look at a ticket, without names and numbers of people. */
export function packetFor(
  ticket: TicketRow,
  symptoms: { application: string; error: string; when: string; steps: string },
  pictures: Packet['pictures'],
  /** What the reporter added afterwards. */
  later: string[],
  unit: Unit,
): Packet {
  // What the reporter calls themselves is not for LKPP either.
  const hidden = (text: string) => withoutName(maskPersonalData(text).text, ticket.reporter_name);
  const known = (text: string) => (text === '' ? UNKNOWN : hidden(text));
  return {
    title: `Penerusan kendala teknis ${ticket.number}`,
    facts: [
      { label: 'Nomor tiket', value: ticket.number },
      { label: 'LPSE', value: unit.name },
      { label: 'Dasar', value: `Pasal 23 ayat (3) ${GROUND_NAMES[(ticket.lkpp_ground ?? 'a') as Ground]}` },
      { label: 'Nomor tiket LKPP', value: hidden(ticket.lkpp_number ?? 'belum ada') },
      { label: 'Aplikasi dan versi', value: known(symptoms.application) },
      { label: 'Kode atau bunyi galat', value: known(symptoms.error) },
      { label: 'Kode tender', value: ticket.package_code ?? UNKNOWN },
      {
        label: 'Jenis dan kategori',
        value: `${KIND_NAMES[ticket.kind as Kind]}, ${CATEGORY_NAMES[ticket.category as Category]}`,
      },
      { label: 'Dilaporkan', value: clock(ticket.opened_at, unit) },
      { label: 'Waktu kejadian', value: known(symptoms.when) },
      { label: 'Diteruskan', value: clock(ticket.changed_at, unit) },
    ],
    sections: [
      { heading: 'Uraian', lines: hidden(ticket.description).split('\n') },
      ...(later.length === 0
        ? []
        : [{ heading: 'Keterangan tambahan pelapor', lines: later.flatMap((text) => hidden(text).split('\n')) }]),
      { heading: 'Langkah yang sudah dicoba', lines: known(symptoms.steps).split('\n') },
    ],
    pictures: pictures.map(({ file, name }) => ({ file, name: hidden(name) })),
    pictureNote: 'Data pribadi yang terbaca pada gambar dihitamkan.',
    pictureLeftOut: 'Gambar ini tidak dapat dibaca program, jadi tidak disertakan.',
  };
}
