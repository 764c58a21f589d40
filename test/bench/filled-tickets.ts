import type { Database } from '../../db/database.ts';
import { vacuum } from '../../db/vacuum.ts';

/** Where the cards of the stored tickets stand. */
export const DESK = { channel: 'slack', chat: 'C0000000001', audience: 'group' } as const;
export const REPORTERS = 5_000;
export const OFFICERS = 20;
/** In every third description, and in one of about a thousand. */
export const COMMON_WORD = 'apendo';
export const RARE_WORD = 'kedaluwarsa';

/** People who report, then officers, the first of whom is the head. Their numbers begin at `first`. */
export async function fillPeople(db: Database): Promise<{ firstReporter: number; firstOfficer: number }> {
  const [reporter] = await db.query<{ id: number }>(
    `WITH added AS (
       INSERT INTO people (channel, address, name, roles)
       SELECT 'telegram', (900000000 + n)::text, 'Penyedia ' || n, '{vendor}' FROM generate_series(1, ${REPORTERS}) AS n
       RETURNING id)
     SELECT min(id) AS id FROM added`,
  );
  const [officer] = await db.query<{ id: number }>(
    `WITH added AS (
       INSERT INTO people (channel, address, name, roles)
       SELECT 'slack', 'U9' || n, 'Petugas ' || n, CASE n WHEN 1 THEN '{kepala}'::text[] ELSE '{lpd}' END
       FROM generate_series(1, ${OFFICERS}) AS n RETURNING id)
     SELECT min(id) AS id FROM added`,
  );
  return { firstReporter: reporter?.id ?? 0, firstOfficer: officer?.id ?? 0 };
}

/**
 * Stores the tickets from number `from` to number `to`, as if one had come every five minutes up to now: 3 % are open, of
 * which a third belongs to nobody, 1 % are restricted. Each has three rows in its record, two messages and two sent letters.
 */
export async function fillTickets(
  db: Database,
  [from, to]: [number, number],
  people: { firstReporter: number; firstOfficer: number },
): Promise<void> {
  const given = [from, to, people.firstReporter, people.firstOfficer];
  await db.query(
    `INSERT INTO tickets (number, key, reporter, reporter_name, origin, kind, category, package_code, description, urgent,
       restricted, priority, state, bidang, assignee, opened_at, counted_from, changed_at, responded_at, resolved_at,
       closed_at, running_since, response_due, resolution_due, next_alarm, next_alarm_at)
     SELECT 'L-2020-' || lpad(n::text, greatest(5, length(n::text)), '0'), 'bench:' || n, $3::integer + reporter, 'Penyedia ' || reporter, 'internet',
       (ARRAY['gangguan', 'permintaan', 'keluhan', 'saran'])[1 + n % 4],
       (ARRAY['akun', 'verifikasi', 'aplikasi', 'jaringan', 'dokumen', 'data_penyedia', 'informasi', 'lain'])[1 + n % 8],
       CASE WHEN n % 3 = 0 THEN (10000000 + n % 20000)::text END,
       'Sejak pagi ' || (ARRAY['akun', 'halaman', 'berkas', 'tombol', 'sertifikat', 'jadwal', 'paket'])[1 + n % 7]
         || ' di ' || (ARRAY['SPSE', 'SIKaP', 'aplikasi'])[1 + n / 7 % 3] || ' tidak dapat '
         || (ARRAY['dibuka', 'dikirim', 'diunggah', 'diverifikasi', 'diubah'])[1 + n / 21 % 5] || ' oleh perusahaan kami'
         || CASE WHEN n % 3 = 1 THEN ' dengan ${COMMON_WORD}' ELSE '' END
         || CASE WHEN n % 997 = 5 THEN ', katanya ${RARE_WORD}' ELSE '' END,
       false, n / 7 % 100 = 7, 1 + n % 4,
       CASE WHEN NOT open THEN 'ditutup' WHEN n % 9 < 3 THEN 'baru' ELSE 'diambil' END,
       (ARRAY['lpd', 'lpd', 'asi', 'reg', 'trn'])[1 + n % 5],
       CASE WHEN NOT open OR n % 9 >= 3 THEN $4::integer + n / 100 % ${OFFICERS} END,
       at, at, at, at, CASE WHEN NOT open THEN at + interval '1 day' END, CASE WHEN NOT open THEN at + interval '8 days' END,
       CASE WHEN open THEN at END, CASE WHEN open AND n % 9 < 3 THEN now() + (n % 500 - 50) * interval '5 minutes' END,
       CASE WHEN open THEN now() + (n % 900 - 100) * interval '10 minutes' END,
       CASE WHEN open THEN 'resolution-late' END, CASE WHEN open THEN now() + (n % 900 - 3) * interval '10 minutes' END
     FROM (SELECT n, n * 7919 % ${REPORTERS} AS reporter, n % 100 IN (12, 45, 78) AS open,
             now() - (100000 - n) * interval '5 minutes' AS at
           FROM generate_series($1::integer, $2::integer) AS n) AS drawn`,
    given,
  );
  const fresh = `FROM tickets CROSS JOIN generate_series(1, 3) AS step WHERE key = ANY (SELECT 'bench:' || n
    FROM generate_series($1::integer, $2::integer) AS n)`;
  await db.query(
    `INSERT INTO ticket_events (ticket, at, person, source, deed, state_before, state_after)
     SELECT id, opened_at, assignee, 'slack', (ARRAY['open', 'claim', 'reply'])[step],
       CASE WHEN step > 1 THEN 'baru' END, 'baru' ${fresh}`,
    [from, to],
  );
  await db.query(
    `INSERT INTO ticket_messages (ticket, at, author, direction, text)
     SELECT id, opened_at, reporter, CASE step WHEN 1 THEN 'in' ELSE 'internal' END, description ${fresh} AND step < 3`,
    [from, to],
  );
  await db.query(
    `INSERT INTO outbox (lane, channel, chat, place, reply, subject, ticket, state, part, refs, ended_at)
     SELECT 1, '${DESK.channel}', '${DESK.chat}', '{}', '{"blocks": []}', CASE step WHEN 1 THEN 'ticket:' || id END, id, 'sent', 1,
       ARRAY[CASE step WHEN 1 THEN '${DESK.chat}:' || id || '.000100' ELSE '${DESK.chat}:' || id || '.000200' END],
       now() ${fresh} AND step < 3`,
    [from, to],
  );
  // Its statistics decide how the tables are searched; the program has it done each hour.
  await vacuum(db);
}
