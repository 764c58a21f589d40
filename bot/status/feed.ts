import { Feed } from 'feed';
import { html } from 'hono/html';
import type { Status, StatusEntry, StatusNews } from '../../handlers/index.ts';
import { drawn, type Html, heading } from './blocks.ts';

/** Kept out of XML 1.0; JSON and HTML can do with them, but nobody can read them. */
const UNREADABLE = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/**
 * The status as an Atom feed (RFC 4287): one entry for each announcement, which changes with every text about it.
 * @param url the address of the page
 */
export async function atomFeed({ page, announcements, changedAt }: Status, url: string): Promise<string> {
  const feed = new Feed({
    id: url,
    title: `${page.name} ${page.unit}`,
    updated: new Date(changedAt),
    author: { name: page.unit },
    link: url,
    feedLinks: { atom: `${url}.atom` },
    description: page.verdict,
    generator: false,
  });
  for (const { entry, facts } of announcements) {
    const address = addressOf(url, entry);
    feed.addItem({
      id: address,
      link: address,
      // The library declares titles, summaries and contents as HTML, and writes them as they are.
      title: await text(html`${titleOf(entry)}`),
      description: await text(html`${entry.period}`),
      content: await text(contentOf(entry)),
      published: new Date(facts.published),
      date: new Date(facts.updated),
      category: [{ term: facts.kind }, { term: facts.state }],
    });
  }
  return feed.atom1().replace('<feed ', `<feed xml:lang="${page.language}" `).replace(UNREADABLE, '');
}

/**
 * The status as a JSON Feed (https://jsonfeed.org/version/1.1). `_lpse` holds the same as facts for programs.
 * @param url the address of the page
 */
export async function jsonFeed({ page, state, zone, announcements }: Status, url: string): Promise<string> {
  const items = announcements.map(async ({ entry, facts }) => ({
    id: addressOf(url, entry),
    url: addressOf(url, entry),
    title: titleOf(entry),
    content_html: await text(contentOf(entry)),
    summary: entry.period,
    date_published: facts.published,
    date_modified: facts.updated,
    tags: [facts.kind, facts.state],
    _lpse: facts,
  }));
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: `${page.name} ${page.unit}`,
    home_page_url: url,
    feed_url: `${url}.json`,
    description: page.verdict,
    authors: [{ name: page.unit, url }],
    language: page.language,
    _lpse: { about: url, state, zone },
    items: await Promise.all(items),
  };
  return `${JSON.stringify(feed, null, 2)}\n`;
}

const addressOf = (url: string, { number }: StatusEntry) => `${url}#${number}`;
const titleOf = ({ badge, title }: StatusEntry) => `${badge}: ${title}`;
const text = async (markup: Html): Promise<string> => (await markup).toString();

/** What holds now, then what was told before. Only what was told: a feed that changes with the clock is never read. */
const contentOf = ({ latest, earlier }: StatusEntry): Html =>
  html`${latest.news && drawn(latest.news.blocks, 3)}${earlier.news.length > 0 && html`${heading(3, earlier.heading)}${earlier.news.map(before)}`}`;

const before = ({ label, when, blocks }: StatusNews): Html =>
  html`<p><small>${label} · ${when}</small></p>${drawn(blocks, 4)}`;
