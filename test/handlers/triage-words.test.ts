import { describe, expect, it } from 'vitest';
import type { TicketRow } from '../../db/tickets.ts';
import { shortened } from '../../handlers/messages/blocks.ts';
import { addMeansReopen, keptForReopening } from '../../handlers/messages/my-tickets.ts';
import { packetFor } from '../../handlers/messages/packet.ts';
import { fileRefusalName, forwardedNotice } from '../../handlers/messages/reporter-notices.ts';
import { duration } from '../../handlers/messages/time.ts';
import { fileNotTaken, forwardForm } from '../../handlers/messages/triage.ts';
import { withoutName } from '../../handlers/rules/reporter-name.ts';
import { wordsToReporter } from '../../handlers/rules/to-reporter.ts';
import type { Unit } from '../../knowledge/index.ts';
import { fullTicketRow } from '../support/ticket-messages.ts';

const unit = { name: 'LPSE', zone: 'Asia/Makassar', zoneName: 'WITA' } as Unit;
const said = (it: unknown) => JSON.stringify(it);
const TICKET = { id: 1, number: 'L-2026-00001' };

describe('the packet for LKPP', () => {
  it.each([
    ['Andi Baso', 'kata andi baso dan ANDI, bukan Andika', 'kata [disamarkan] dan [disamarkan], bukan Andika'],
    ['CV. Maju Bersama', 'CV Maju  Bersama; milik Maju', '[disamarkan]; milik [disamarkan]'],
    ['PT Sistem Data', 'sistem SPSE dan data PT Sistem Data', 'sistem SPSE dan data [disamarkan]'],
    ['Ana', 'Ana tidak bisa masuk ke halaman mana pun', 'Ana tidak bisa masuk ke halaman mana pun'],
    ['UD', 'sudah dicoba', 'sudah dicoba'],
    ['', 'tidak bisa', 'tidak bisa'],
    ['Budi (Toko) *.+', 'Budi (Toko) *.+ galat', '[disamarkan] galat'],
    ['😀😀😀😀', '😀😀😀😀 galat', '😀😀😀😀 galat'],
  ])('leaves out the name %j as whole words', (name, text, expected) => {
    expect(withoutName(text, name)).toBe(expected);
  });

  it('says what the trouble is, with the name of the reporter left out everywhere', () => {
    const row: TicketRow = { ...fullTicketRow('x'), reporter_name: 'Andi Baso', description: 'halaman ANDI kosong' };
    const symptoms = { application: 'SPSE 4.5', error: 'galat milik baso', when: '', steps: 'ulang' };
    const packet = said(packetFor(row, symptoms, [{ file: 1, name: 'andi.png' }], ['saya, Andi, coba lagi'], unit));
    expect(packet).toContain('halaman [disamarkan] kosong');
    expect(packet).toContain('galat milik [disamarkan]');
    expect(packet).not.toMatch(/andi|baso/iu);
  });
});

describe('what is said of LKPP', () => {
  it('gives the ground that was chosen', () => {
    expect(said(forwardedNotice({ ...TICKET, ground: 'a' }))).toMatch(/yang tidak dapat diselesaikan LPSE.*huruf a/u);
    const other = said(forwardedNotice({ ...TICKET, ground: 'b' }));
    expect(other).toMatch(/belum tercakup dalam aplikasi SPSE.*huruf b/u);
    expect(other).not.toContain('tidak dapat diselesaikan');
  });

  it('asks for times with their zone', () => {
    const form = forwardForm(fullTicketRow('x'), [], [], unit);
    expect(form.fields.find(({ name }) => name === 'when')?.hint).toContain('Sebut WITA');
  });

  it.each([
    [26 * 3_600_000, '1 hari 2 jam'],
    [48 * 3_600_000 + 59_000, '2 hari'],
    [3_600_000 + 300_000, '1 jam 5 menit'],
    [59_999, 'kurang dari semenit'],
  ])('counts %d ms as %s', (ms, words) => {
    expect(duration(ms)).toBe(words);
  });
});

describe('a file that is not taken', () => {
  it('is told as that of whoever sent it, of whatever channel', () => {
    expect(said(fileNotTaken('a.pdf', 'x', 'in'))).toContain('dari pelapor');
    for (const direction of ['out', 'packet'] as const)
      expect(said(fileNotTaken('a.pdf', 'x', direction))).not.toContain('dari pelapor');
    expect(said(fileNotTaken('a.pdf', 'x'))).not.toContain('dari pelapor');
    expect(fileRefusalName('gone')).not.toContain('Telegram');
  });
});

it('tells the reporter how a ticket ended', () => {
  for (const reply of [keptForReopening(TICKET, 'ditolak', false), addMeansReopen(TICKET, 'ditolak')])
    expect(said(reply)).toContain('sudah dinyatakan tidak dapat diproses');
  expect(said(addMeansReopen(TICKET, 'ditutup'))).toContain('sudah ditutup');
});

it('shortens words without cutting a character in two', () => {
  expect(shortened('empat', 5)).toBe('empat');
  expect(shortened('lima belas', 5)).toBe('lima…');
  expect(shortened('ab😀😀', 4)).toBe('ab\uFFFD…');
});

it.each([
  ['!balas halo', 'halo'],
  ['  !BALAS\nhalo\ndunia', 'halo\ndunia'],
  ['!balas', ''],
  ['!balasan bagus', undefined],
  ['nanti !balas', undefined],
])('what stands behind !balas goes to the reporter: %j', (text, words) => {
  expect(wordsToReporter(text)).toBe(words);
});
