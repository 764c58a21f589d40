import { crc32, deflateRawSync } from 'node:zlib';
import type { SlackMessageView } from '../../bot/sandbox/views.ts';
import { officer, wordsOf } from './officer.ts';
import type { createWorld } from './world.ts';

type World = Awaited<ReturnType<typeof createWorld>>;
type Officer = ReturnType<typeof officer>;

/** A file as somebody has it. */
export type Given = { name: string; bytes: Uint8Array; type?: string };

/** A text as a file. */
export const textFile = (name: string, text: string): Given => ({ name, bytes: Buffer.from(text) });

/** A list of FAQ as CSV, a row for each entry. */
export const csvFile = (name: string, rows: Record<string, string>[]): Given => {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (text = '') => `"${text.replaceAll('"', '""')}"`;
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))];
  return textFile(name, lines.map((line) => line.map(cell).join(';')).join('\r\n'));
};

/** An entry as a row of a list. */
export const entry = (question: string, more: Record<string, string> = {}): Record<string, string> => ({
  pertanyaan: question,
  jawaban: `Jawaban atas ${question}`,
  praktik: 'Kebiasaan layanan di kantor.',
  topik: 'layanan',
  ...more,
});

/** What trainers do with files, and what they see of them. */
export function uploading(world: World) {
  const { people, botUserId } = world.slack;
  const cardsIn = (messages: SlackMessageView[], name: string) =>
    messages.filter((one) => one.user === botUserId && !one.onlyFor && wordsOf(one).includes(`📥 ${name}`));
  return {
    /** Sends files to the bot, or where it is said. */
    async drop(who: Officer, files: Given | Given[], channel?: string, threadTs?: string): Promise<string> {
      const given = [files].flat().map(({ type = 'application/octet-stream', ...file }) => ({ ...file, type }));
      const ts = people.attach(who.id, channel ?? people.directChannel(who.id), given, '', threadTs);
      await who.settle();
      return ts;
    },
    /** The cards of a file in the channel of the trainers. */
    cards: (name: string) => cardsIn(officer(world, world.head).messages(world.training), name),
    card: (name: string) => cardsIn(officer(world, world.head).messages(world.training), name).at(-1),
    /** What whoever gave it sees of it in the direct messages. */
    own: (who: Officer, name: string) => cardsIn(who.direct(), name).at(-1),
    press: (who: Officer, message: SlackMessageView | undefined, label: string) =>
      who.pressOn(message, label, world.training),
  };
}

/** A workbook of a few hundred KB whose one sheet unpacks to so many MB of blanks. */
export function zipBomb(name: string, megabytes: number): Given {
  const inside = Buffer.from('xl/worksheets/sheet1.xml');
  const content = Buffer.alloc(megabytes * 1024 * 1024, ' ');
  const packed = deflateRawSync(content);
  const described = Buffer.alloc(16);
  described.writeUInt32LE(crc32(content), 0);
  described.writeUInt32LE(packed.length, 4);
  described.writeUInt32LE(content.length, 8);
  described.writeUInt16LE(inside.length, 12);
  // Version, no flags, deflated, no time; the rest as described.
  const local = [Buffer.from('504b0304140000000800', 'hex'), Buffer.alloc(4), described, inside];
  const length = Buffer.concat(local).length + packed.length;
  const central = Buffer.concat([
    Buffer.from('504b01021400140000000800', 'hex'),
    Buffer.alloc(4),
    described,
    Buffer.alloc(14),
    inside,
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(length, 16);
  return { name, bytes: Buffer.concat([...local, packed, central, end]) };
}
