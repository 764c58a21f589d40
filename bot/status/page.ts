import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import type { StatusEntry, StatusNews, StatusPage, StatusPart, StatusTone } from '../../handlers/index.ts';
import { drawn, type Html, spans } from './blocks.ts';
import { STYLE } from './style.ts';

/** The page lets a browser show its own style and sign, and nothing else; any site may show it in a frame. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  'frame-ancestors *',
].join('; ');

/** Seconds after which the page loads itself anew; its words say so. */
const RELOAD_SECONDS = 120;

/** What stands beside the state: a tick, a triangle, a spanner, a question mark. */
const SIGNS: Record<StatusTone, string> = {
  calm: '<circle cx="12" cy="12" r="10"/><path d="m7.5 12.5 3 3 6-6.5"/>',
  outage: '<path d="M12 3 22 20.5H2Z"/><path d="M12 10v4.5M12 17.4v.1"/>',
  maintenance:
    '<path d="M20.5 7.2a5.2 5.2 0 0 1-6.9 5.9l-6 6a2.1 2.1 0 0 1-3-3l6-6a5.2 5.2 0 0 1 5.9-6.9L13.4 6.3l.7 3 3 .7Z"/>',
  unknown: '<circle cx="12" cy="12" r="10"/><path d="M9 9.5a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.1-1.5 2.1M12 17.4v.1"/>',
};
const COLOURS: Record<StatusTone, string> = {
  calm: '%231b6b43',
  outage: '%23a8241c',
  maintenance: '%231d5691',
  unknown: '%234c5869',
};

/** The page as a whole document. @param url its own address, below which the feeds are */
export async function drawPage(page: StatusPage, url: string): Promise<string> {
  const { feeds, report, asOf } = page;
  const document = await html`<!doctype html>
<html lang="${page.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="${RELOAD_SECONDS}">
<title>${page.title}</title>
<meta name="description" content="${page.verdict}">
<link rel="icon" href="data:image/svg+xml,${raw(icon(page.tone))}">
${
  feeds &&
  html`<link rel="canonical" href="${url}">
<link rel="alternate" type="application/atom+xml" title="${feeds.atom}" href="${url}.atom">
<link rel="alternate" type="application/feed+json" title="${feeds.json}" href="${url}.json">`
}
<style>${raw(STYLE)}</style>
</head>
<body>
<header><span class="unit">${page.unit}</span> <span class="name">${page.name}</span></header>
<main>
<div class="verdict ${page.tone}">${raw(sign(page.tone))}<h1>${page.verdict}</h1>${page.lines.map((line) => html`<p>${spans(line)}</p>`)}</div>
${asOf && html`<p class="asof"><time datetime="${new Date(asOf.at).toISOString()}">${asOf.words}</time></p>`}
${page.parts.map(part)}
${report && html`<section class="about"><h2>${report.heading}</h2>${drawn(report.blocks, 3)}</section>`}
${
  feeds &&
  html`<section class="about"><h2>${feeds.heading}</h2>${drawn(feeds.blocks, 3)}
<ul class="feeds"><li><a href="${url}.atom" target="_top">${feeds.atom}</a></li><li><a href="${url}.json" target="_top">${feeds.json}</a></li></ul></section>`
}
</main>
<footer>${drawn(page.remarks, 3)}</footer>
</body>
</html>
`;
  return document.toString();
}

const sign = (tone: StatusTone) =>
  `<svg class="sign" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${SIGNS[tone]}</svg>`;

const icon = (tone: StatusTone) =>
  `%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E%3Ccircle cx='4' cy='4' r='4' fill='${COLOURS[tone]}'/%3E%3C/svg%3E`;

const part = ({ heading, past, entries, none }: StatusPart): Html =>
  html`<section><h2>${heading}</h2>${entries.length > 0 ? entries.map(past ? closed : open) : html`<p class="none">${none}</p>`}</section>`;

/** What runs or is planned: all of it is to be read. */
const open = ({ number, tone, badge, warning, latest, earlier }: StatusEntry): Html =>
  html`<article class="card ${tone}" id="${number}"><p class="badge ${tone}">${badge}</p>
${warning !== undefined && html`<p class="warning">${warning}</p>`}
${latest.news && html`<p class="when">${told({ ...latest.news, label: latest.heading })}</p><div class="words">${drawn(latest.news.blocks, 3)}</div>`}
${earlier.news.length > 0 && html`<details class="earlier"><summary>${earlier.heading}</summary>${earlier.news.map(news)}</details>`}
</article>`;

/** What is over, in a few lines until someone opens it. The anchor stands inside, so that a link to it opens it. */
const closed = ({ number, title, badge, period, latest, earlier }: StatusEntry): Html =>
  html`<details class="past"><summary><span class="title">${title}</span><span class="meta">${badge} · <span class="number">${number}</span><br>${period}</span></summary>
<div id="${number}">${[latest.news, ...earlier.news].filter((one) => one !== undefined).map(news)}</div></details>`;

const news = (one: StatusNews): Html =>
  html`<div class="news"><p class="when">${told(one)}</p><div class="words">${drawn(one.blocks, 4)}</div></div>`;

const told = ({ at, when, label }: StatusNews): Html =>
  html`${label} · <time datetime="${new Date(at).toISOString()}">${when}</time>`;
