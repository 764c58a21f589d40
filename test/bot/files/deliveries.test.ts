import { describe, expect, it } from 'vitest';
import { type ListedDelivery, writeDeliveries } from '../../../bot/files/deliveries.ts';
import { deliveryList } from '../../../handlers/delivery-list.ts';
import { readService } from '../../../knowledge/service.ts';

const UNIT = {
  name: 'LPSE',
  short: 'LPSE',
  zone: 'Asia/Makassar',
  zoneName: 'WITA',
  facts: {},
  askWhom: {},
  service: readService(undefined),
};
const LIST = deliveryList(7, { kind: 'berlangsung' }, 3, UNIT);
const SENT: ListedDelivery = {
  kind: 'private',
  chat: '123456789',
  state: 'sent',
  why: null,
  ended_at: new Date(Date.UTC(2026, 11, 31, 16, 0, 5)),
};

async function written(...pages: ListedDelivery[][]): Promise<string> {
  async function* all() {
    yield* pages;
  }
  return Buffer.from(await writeDeliveries(LIST, all())).toString('utf8');
}

describe('the list of who got something', () => {
  it('opens in a spreadsheet: marked as UTF-8, columns apart by ;, one head, times of the unit over the year end', async () => {
    const text = await written([SENT], [{ ...SENT, kind: 'group', chat: '-1009876543', state: 'unsure' }], []);
    expect(text.startsWith('\uFEFF')).toBe(true);
    expect(text.slice(1).split('\r\n')).toEqual([
      'Nomor;Penerima;Chat (3 angka terakhir);Keadaan;Sebab;Waktu (WITA)',
      '1;orang;…789;terkirim;;2027-01-01 00:00:05',
      '2;grup;…543;tidak pasti;;2027-01-01 00:00:05',
      '',
    ]);
  });

  it('holds the numbers of no chat, and no formula', async () => {
    const why = ['=HYPERLINK("http://x.id")', '+1', '-2', '@SUM(A1)', '\tx', 'a;b "c"\nd'];
    const text = await written(why.map((one) => ({ ...SENT, state: 'gone', why: one, ended_at: null })));
    expect(text).not.toContain('123456789');
    for (const cell of text.split(/[;\r\n]+/u)) expect(cell).not.toMatch(/^"?[=+\-@\t]/u);
    expect(text).toContain('"a;b ""c""\nd"');
  });
});
