/**
 * The look of the page. Every pair of text and ground has a contrast of at least 4.5 to 1 in both schemes; what a colour
 * says is also said in words and by a sign.
 */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f3f5f8;
  --card: #fff;
  --text: #17202c;
  --soft: #4c5869;
  --line: #d8dee7;
  --link: #0b57a4;
  --calm: #1b6b43;
  --outage: #a8241c;
  --maintenance: #1d5691;
  --unknown: #4c5869;
  --edge-outage: #a8241c;
  --edge-maintenance: #1d5691;
  --badge-outage: #fbe6e4;
  --badge-maintenance: #e2edf9;
  --badge-calm: #e9edf2;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #10151c;
    --card: #19212b;
    --text: #e6ebf2;
    --soft: #a7b3c2;
    --line: #323d4b;
    --link: #8fc1f5;
    --calm: #1c5c3c;
    --outage: #8f241d;
    --maintenance: #1f4f80;
    --unknown: #434f5e;
    --edge-outage: #e0695f;
    --edge-maintenance: #5f9fdc;
    --badge-outage: #4a1f1d;
    --badge-maintenance: #1b3450;
    --badge-calm: #2a3442;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0;
  padding-inline: clamp(0.875rem, 4vw, 1.5rem);
  background: var(--page);
  color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif;
  overflow-wrap: anywhere;
}
body > * { max-width: 43rem; margin-inline: auto; }
h1, h2, h3, h4, p, ul, blockquote { margin: 0; }
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; }
small { font-size: 0.875rem; color: var(--soft); }
a { color: var(--link); text-underline-offset: 0.15em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }

header { display: flex; flex-wrap: wrap; gap: 0 0.75rem; align-items: baseline; padding-block: 1.125rem 0.75rem; }
.unit { font-weight: 700; }
.name { color: var(--soft); }

.verdict {
  display: grid;
  grid-template-columns: auto 1fr;
  gap: 0.375rem 0.875rem;
  align-items: center;
  padding: clamp(1rem, 4vw, 1.5rem);
  border-radius: 0.75rem;
  color: #fff;
}
.verdict svg { width: 2.25rem; height: 2.25rem; }
.verdict h1 { font-size: clamp(1.375rem, 1.1rem + 1.4vw, 1.75rem); }
.verdict p { grid-column: 1 / -1; }
.verdict a { color: inherit; }
.verdict.calm { background: var(--calm); }
.verdict.outage { background: var(--outage); }
.verdict.maintenance { background: var(--maintenance); }
.verdict.unknown { background: var(--unknown); }
.asof { margin-top: 0.5rem; color: var(--soft); font-size: 0.875rem; }

section { margin-top: 2rem; }
h2 { font-size: 1.125rem; margin-bottom: 0.75rem; }
h3 { font-size: 1.125rem; }
h4 { font-size: 1rem; }

.card, .past {
  background: var(--card);
  border: 1px solid var(--line);
  border-radius: 0.75rem;
}
.card { padding: clamp(0.875rem, 4vw, 1.25rem); border-top: 4px solid var(--line); scroll-margin-top: 1rem; }
.card.outage { border-top-color: var(--edge-outage); }
.card.maintenance { border-top-color: var(--edge-maintenance); }
.card + .card, .past + .past { margin-top: 0.75rem; }
.words > * + *, .about > * + * { margin-top: 0.625rem; }
ul { padding-left: 1.25rem; }
.words li + li { margin-top: 0.25rem; }
blockquote { padding-left: 0.75rem; border-left: 3px solid var(--line); }

.badge {
  display: inline-block;
  margin-bottom: 0.625rem;
  padding: 0.125rem 0.625rem;
  border-radius: 1rem;
  background: var(--badge-calm);
  font-size: 0.875rem;
  font-weight: 600;
}
.badge.outage { background: var(--badge-outage); }
.badge.maintenance { background: var(--badge-maintenance); }
.warning { margin-bottom: 0.75rem; padding-left: 0.75rem; border-left: 4px solid var(--edge-outage); font-weight: 600; }

summary { cursor: pointer; }
.earlier { margin-top: 1rem; padding-top: 0.75rem; border-top: 1px solid var(--line); }
.earlier > summary { padding-block: 0.25rem; font-weight: 600; }
.news { margin-top: 1rem; padding-left: 0.875rem; border-left: 3px solid var(--line); }
.when { color: var(--soft); font-size: 0.875rem; margin-bottom: 0.5rem; }
.past > summary { position: relative; display: grid; gap: 0.125rem; padding: 0.75rem 2.75rem 0.75rem clamp(0.875rem, 4vw, 1.25rem); }
.past > summary::after {
  content: '';
  position: absolute;
  right: 1.25rem;
  top: calc(50% - 0.35rem);
  width: 0.5rem;
  height: 0.5rem;
  border: solid var(--soft);
  border-width: 0 2px 2px 0;
  rotate: 45deg;
}
.past[open] > summary::after { top: calc(50% - 0.1rem); rotate: 225deg; }
.past > summary::-webkit-details-marker { display: none; }
.number { white-space: nowrap; }
.past .title { font-weight: 600; }
.past .meta { color: var(--soft); font-size: 0.875rem; }
.past > div { padding: 0 clamp(0.875rem, 4vw, 1.25rem) 1rem; scroll-margin-top: 6rem; }
.none { color: var(--soft); }

.feeds { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; padding: 0; list-style: none; }
.feeds a { display: inline-block; padding-block: 0.25rem; }
footer { margin-top: 2.5rem; padding-block: 1rem 2rem; border-top: 1px solid var(--line); }
footer > * + * { margin-top: 0.375rem; }
`;
