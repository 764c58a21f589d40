import { basename, extname } from 'node:path';
import {
  type Address,
  findAddresses,
  type Passage,
  parseYaml,
  type SourceDocument,
  YamlError,
} from '../knowledge/index.ts';
import { idOfText, idOfTitle, slug } from './document-id.ts';
import { UnreadableFile } from './unreadable.ts';

/** What stands between the --- lines at the top of a file; whatever else stands there is not read. */
type Front = { id?: string; jenis?: string; judul?: string };

/** Shorter paragraphs (a caption, a page number) are nothing to cite. */
const LEAST_LETTERS = 25;

/**
 * An SOP or any other text with headings: every numbered step and every paragraph under a heading can be
 * cited. A step's trailing [Pasal …; …] is its basis, [praktik] says that it has none. Front matter
 * between --- lines gives id, jenis and judul; a leading block quotation is the banner.
 * A text without headings and without steps gives no passages.
 * @throws UnreadableFile when the front matter is no YAML
 */
export function parseGuide(path: string, text: string): Omit<SourceDocument, 'hash'> {
  const front = text.match(/^---\n([\s\S]*?)\n---\n/u);
  const head = front ? readFront(path, front[1] ?? '') : {};
  const isSop = head.jenis === 'SOP';
  const body = front ? front[0].length : 0;
  const passages: Passage[] = [];
  const banner: string[] = [];
  const titles: string[] = [];
  let paragraph = 0;
  let at = body;
  /** The paragraph or step that the lines are still adding to. */
  let block: { start: number; end: number; step?: number } | undefined;
  const named = new Map<string, number>();
  let section = '';
  let steps = '';

  const heading = () => titles.filter((title) => title !== undefined && title !== '');
  const add = (kind: Passage['kind'], address: Address, start: number, end: number) => {
    const slice = text.slice(start, end).trim();
    const marks = slice.match(/\[([^\]]+)\]\s*$/u)?.[1];
    const basis = marks ? marks.split(';').flatMap((place) => findAddresses(place)) : [];
    const isPractice = marks !== undefined && /praktik/iu.test(marks);
    passages.push({
      ordinal: passages.length,
      kind,
      address,
      heading: heading(),
      lead: '',
      text: slice,
      extra: {
        ...(basis.length > 0 && { basis }),
        ...(isPractice && {
          practice: 'Langkah ini praktik layanan, bukan bunyi peraturan, dan perlu disetujui unit.',
        }),
      },
    });
  };
  const flush = () => {
    if (block && titles.length > 0) {
      const slice = text.slice(block.start, block.end).trim();
      if (block.step !== undefined) add('langkah', { bagian: steps, angka: block.step }, block.start, block.end);
      else if (slice.replace(/[^\p{L}]/gu, '').length >= LEAST_LETTERS) {
        paragraph++;
        add('paragraf', { bagian: section, angka: paragraph }, block.start, block.end);
      }
    }
    block = undefined;
  };
  /** A name of its own for each section, so that no two places share an address. */
  const once = (title: string) => {
    const before = named.get(title) ?? 0;
    named.set(title, before + 1);
    return before === 0 ? title : `${title} (${before + 1})`;
  };

  for (const line of text.slice(body).split('\n')) {
    const start = at;
    at += line.length + 1;
    const title = line.match(/^(#{1,4})\s+(.+)$/u);
    const step = line.match(/^\s*(\d{1,3})\.\s+\S/u);
    const quoted = line.match(/^>\s?(.*)$/u);
    if (title) {
      flush();
      titles.length = Math.max(0, (title[1] ?? '#').length - (isSop ? 2 : 1));
      titles.push((title[2] ?? '').trim());
      paragraph = 0;
      section = once((titles.at(-1) ?? '').slice(0, 80));
      const holdsSteps = /langkah|prosedur/iu.test(section);
      steps =
        holdsSteps && !named.has('langkah')
          ? once('langkah')
          : once(holdsSteps ? section.toLowerCase() : `langkah ${section}`);
    } else if (quoted && passages.length === 0) banner.push((quoted[1] ?? '').replaceAll('*', '').trim());
    else if (line.trim() === '') flush();
    else {
      if (step) flush();
      // A step goes on until a blank line or the next step: files cut long lines.
      const from = block ?? { start, ...(step && { step: Number(step[1]) }) };
      block = { ...from, end: start + line.length };
    }
  }
  flush();

  const name = basename(path, extname(path));
  const ownTitle = head.judul ?? text.match(/^#\s+(.+)$/mu)?.[1]?.trim();
  const title = ownTitle ?? name;
  return {
    id: slug(head.id ?? '') || (ownTitle === undefined ? idOfText(name, text) : idOfTitle(ownTitle)),
    kind: isSop ? 'sop' : 'lain',
    title,
    short: title,
    text,
    meta: banner.length > 0 ? { banner: banner.join(' ').trim() } : {},
    passages,
    examples: [],
  };
}

/** YAML makes numbers and lists of some texts: "judul: 2026" is a title, a list is none. */
function readFront(path: string, yaml: string): Front {
  let read: unknown;
  try {
    read = parseYaml(yaml);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    // The first line of the file is the one of the dashes.
    const where = error.line === undefined ? '' : ` (baris ${error.line + 1})`;
    throw new UnreadableFile(
      path,
      'broken',
      `bagian di antara garis --- di awalnya bukan YAML yang benar${where}. Apit isinya dengan tanda kutip, lalu ulangi.`,
    );
  }
  const fields = Object(read) as Record<keyof Front, unknown>;
  const text = (value: unknown) =>
    (typeof value === 'string' || typeof value === 'number') && String(value).trim() !== ''
      ? String(value).trim()
      : undefined;
  const [id, jenis, judul] = [fields.id, fields.jenis, fields.judul].map(text);
  return {
    ...(id !== undefined && { id }),
    ...(jenis !== undefined && { jenis }),
    ...(judul !== undefined && { judul }),
  };
}
