import { createServer } from 'node:net';

/** What a pretended PostgreSQL server does: refuses to log in, asks for a password, or answers queries. */
export type FakeServer =
  | { refuse: string }
  | { askPassword: true }
  | { answer: (sql: string) => Record<string, string>[] };

/** Starts a server that speaks just enough of the PostgreSQL protocol to be refused by it, or to be asked one thing. */
export async function startFakePostgres(kind: FakeServer): Promise<{ port: number; stop(): void }> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      if ('refuse' in kind) {
        socket.end(message('E', `SFATAL\0C${kind.refuse}\0Mrefused\0\0`));
      } else if ('askPassword' in kind) {
        socket.write(message('R', Buffer.concat([int32(10), Buffer.from('SCRAM-SHA-256\0\0')])));
        socket.once('data', () => socket.write(message('R', Buffer.concat([int32(11), Buffer.from('r=x')]))));
      } else {
        socket.write(Buffer.concat([message('R', int32(0)), message('Z', 'I')]));
        socket.on('data', (bytes) => {
          if (bytes[0] === 'Q'.charCodeAt(0)) socket.write(answer(kind.answer(bytes.toString('utf8', 5))));
        });
      }
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('no port');
  return { port: address.port, stop: () => server.close() };
}

function answer(rows: Record<string, string>[]): Buffer {
  const names = Object.keys(rows[0] ?? {});
  // Each column: name, table and column number 0, type 23 (int4), size 4, no modifier, as text.
  const columns = names.map((name) =>
    Buffer.concat([Buffer.from(`${name}\0`), int32(0), int16(0), int32(23), int16(4), int32(-1), int16(0)]),
  );
  const data = rows.map((row) => {
    const cells = Object.values(row).flatMap((value) => [int32(value.length), Buffer.from(value)]);
    return message('D', Buffer.concat([int16(cells.length / 2), ...cells]));
  });
  const description = message('T', Buffer.concat([int16(columns.length), ...columns]));
  return Buffer.concat([description, ...data, message('C', `SELECT ${rows.length}\0`), message('Z', 'I')]);
}

function message(type: string, body: string | Buffer): Buffer {
  const content = Buffer.from(body);
  return Buffer.concat([Buffer.from(type), int32(content.length + 4), content]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}
