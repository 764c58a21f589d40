import { load } from 'cheerio';
import { describe, expect, it } from 'vitest';
import { atomFeed, jsonFeed } from '../../../bot/status/feed.ts';
import type { Status } from '../../../handlers/index.ts';
import { NASTY, statusWith, URL_OF_PAGE } from './stage.ts';

const empty = (): Status => ({ ...statusWith('biasa'), announcements: [] });
/** RFC 3339, as both formats want it. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

describe('the Atom feed', () => {
  const read = async (status: Status) => load(await atomFeed(status, URL_OF_PAGE), { xml: true });

  it.each([
    ['with an announcement', () => statusWith('SPSE sulit dibuka')],
    ['with nothing to tell', empty],
    ['with nasty words', () => statusWith(NASTY)],
  ])('%s has what RFC 4287 wants of a feed', async (_what, status) => {
    const $ = await read(status());
    const feed = $('feed');
    expect(feed.attr('xmlns')).toBe('http://www.w3.org/2005/Atom');
    expect(feed.attr('xml:lang')).toBe('id');
    // 4.1.1: exactly one id, title and updated, an author unless every entry has one, one link to itself.
    for (const name of ['id', 'title', 'updated']) expect(feed.children(name).length, name).toBe(1);
    expect(feed.children('id').text()).toBe(URL_OF_PAGE);
    expect(feed.children('updated').text()).toMatch(INSTANT);
    expect(feed.find('> author > name').text()).not.toBe('');
    expect(feed.children('link[rel=self]').attr('href')).toBe(`${URL_OF_PAGE}.atom`);
    expect(feed.children('link[rel=alternate]').attr('href')).toBe(URL_OF_PAGE);
  });

  it.each(['SPSE sulit dibuka', NASTY])('has what it wants of an entry: %j', async (words) => {
    const $ = await read(statusWith(words));
    const entry = $('entry');
    expect(entry.length).toBe(1);
    // 4.1.2: exactly one id, title and updated, at most one published, summary and content.
    for (const name of ['id', 'title', 'updated', 'published', 'summary', 'content'])
      expect(entry.children(name).length, name).toBe(1);
    expect(entry.children('id').text()).toBe(`${URL_OF_PAGE}#G-2026-0007`);
    expect(entry.children('link').attr('href')).toBe(`${URL_OF_PAGE}#G-2026-0007`);
    expect(entry.children('updated').text()).toBe('2026-11-23T00:10:00.000Z');
    expect(entry.children('published').text()).toBe('2026-11-23T00:00:00.000Z');
    expect(
      entry
        .children('category')
        .map((_, one) => $(one).attr('term'))
        .get(),
    ).toEqual(['gangguan', 'berlangsung']);
  });

  it('takes what people wrote as text, and leaves out what no XML may hold', async () => {
    const xml = await atomFeed(statusWith(NASTY), URL_OF_PAGE);
    expect(xml).not.toMatch(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u);
    const $ = load(xml, { xml: true });
    const readable = NASTY.replace('\u0007', '').replace('\ud800', '');
    // A reader of HTML sees in the title just what was written, and nothing in it can run.
    const title = load($('entry > title').text())('body');
    expect(title.text()).toBe(`Gangguan sedang berlangsung: ${readable}`);
    const content = load($('entry > content').text());
    expect(content('script, [href^=javascript]').length).toBe(0);
    expect(content('blockquote').first().text()).toBe(readable);
    expect(content('p').first().html()).toContain('<br>baris kedua');
    expect(
      content('h3')
        .map((_, one) => content(one).text())
        .get(),
    ).toEqual([`Gangguan: ${readable}`, 'Kabar sebelumnya (1)']);
  });
});

describe('the JSON feed', () => {
  const read = async (status: Status) => JSON.parse(await jsonFeed(status, URL_OF_PAGE));

  it('has what JSON Feed 1.1 wants', async () => {
    const feed = await read(statusWith('SPSE sulit dibuka'));
    expect(feed).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      home_page_url: URL_OF_PAGE,
      feed_url: `${URL_OF_PAGE}.json`,
      language: 'id',
      authors: [{ name: 'SPSE sulit dibuka', url: URL_OF_PAGE }],
    });
    expect(feed.title).toEqual(expect.any(String));
    expect(Object.keys(feed).sort()).toEqual(
      // 'author' is of version 1.
      'version title home_page_url feed_url description authors language _lpse items'.split(' ').sort(),
    );
    for (const item of feed.items) {
      expect(Object.keys(item).sort()).toEqual(
        'id url title content_html summary date_published date_modified tags _lpse'.split(' ').sort(),
      );
      expect(item.id).toBe(`${URL_OF_PAGE}#G-2026-0007`);
      for (const name of ['date_published', 'date_modified']) expect(item[name]).toMatch(INSTANT);
      expect(item.content_html).toContain('<h3>Gangguan: SPSE sulit dibuka</h3>');
      expect(item.tags).toEqual(['gangguan', 'berlangsung']);
    }
    expect((await read(empty())).items).toEqual([]);
  });

  it('gives programs the facts apart from the words', async () => {
    const status = statusWith(NASTY);
    const feed = await read(status);
    expect(feed._lpse).toEqual({ about: URL_OF_PAGE, state: 'gangguan', zone: 'Asia/Makassar' });
    expect(feed.items[0]._lpse).toEqual({ ...status.announcements[0]?.facts });
    // Of a title a reader takes every character as it stands; HTML is only in content_html.
    expect(feed.items[0].title).toBe(`Gangguan sedang berlangsung: ${NASTY}`);
    expect(load(feed.items[0].content_html)('script').length).toBe(0);
  });

  it('does not change with the clock', async () => {
    const [early, late] = [statusWith('a'), statusWith('a')];
    late.page.asOf = { words: 'nanti', at: 0 };
    if (late.announcements[0]) late.announcements[0].entry.warning = 'lewat';
    expect(await jsonFeed(late, URL_OF_PAGE)).toBe(await jsonFeed(early, URL_OF_PAGE));
    expect(await atomFeed(late, URL_OF_PAGE)).toBe(await atomFeed(early, URL_OF_PAGE));
  });
});
