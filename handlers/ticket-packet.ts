import type { Database } from '../db/database.ts';
import { addFiles, listFiles } from '../db/files.ts';
import { listTicketMessages } from '../db/ticket-messages.ts';
import type { TicketRow } from '../db/tickets.ts';
import { packetFor } from './messages/packet.ts';
import type { Needs } from './visit.ts';

/** What an officer told about the trouble for LKPP. */
export type Symptoms = { application: string; error: string; when: string; steps: string; pictures: number[] };

/** Has the packet for LKPP made (Pasal 23 ayat (3)): it comes into the thread of the ticket as one file. */
export async function wantPacket(tx: Database, needs: Needs, ticket: TicketRow, symptoms: Symptoms): Promise<void> {
  const files = await listFiles(tx, ticket.id);
  const pictures = files
    .filter(({ id, state }) => symptoms.pictures.includes(id) && state === 'stored')
    .map(({ id, name }) => ({ file: id, name }));
  // The first is the description itself.
  const [, ...later] = (await listTicketMessages(tx, ticket.id)).filter(({ direction }) => direction === 'in');
  await addFiles(tx, [
    {
      direction: 'packet',
      ticket: ticket.id,
      name: `${ticket.number}-LKPP.pdf`,
      recipe: packetFor(
        ticket,
        symptoms,
        pictures,
        later.map(({ text }) => text).filter((text) => text !== ''),
        needs.knowledge.unit,
      ),
    },
  ]);
}
