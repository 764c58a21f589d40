import { FAQ_COLUMNS, type FaqFileRow, type FaqRowField, type FaqRowFields, fieldNamed } from './faq-table.ts';

/** One of its items is a line each. */
const LISTS: ReadonlySet<FaqRowField> = new Set(['variants', 'basis']);
/** They stand in the heading and below the list. */
const ELSEWHERE: ReadonlySet<FaqRowField> = new Set(['number', 'question', 'answer']);

const HEADING = /^##[ \t]+(?:(\d+)\.[ \t]+)?(.*)$/u;
const FIELD = /^[-*] ([^:]{1,30}):(?: (.*))?$/u;
const ITEM = /^\s+[-*] (.*)$/u;

/** Whether a text is a list of FAQ as `writeMarkdown` writes it: headings with at least one field below. */
export function isFaqMarkdown(text: string): boolean {
  const { rows } = readMarkdown(text);
  return rows.some(({ fields }) => fields.topic !== undefined);
}

type OpenEntry = { fields: FaqRowFields; body: string[]; part: 'above' | 'fields' | 'answer'; list?: FaqRowField };

/**
 * A list of FAQ in Markdown: "## 12. Question", below it "- topik: akun" and the like, an empty line, the answer. What stands
 * above the first such heading is left out. A line of the answer that begins with "#" or "\" has a "\" in front.
 * @returns the entries, and the names of fields that are not known and were left out
 */
export function readMarkdown(text: string): { rows: FaqFileRow[]; unknown: string[] } {
  const rows: FaqFileRow[] = [];
  const unknown = new Set<string>();
  let entry: OpenEntry | undefined;
  const finish = () => {
    if (entry) entry.fields.answer = entry.body.join('\n').trim();
  };
  for (const [at, line] of text.split('\n').entries()) {
    const [heading, number, title = ''] = HEADING.exec(line) ?? [];
    if (heading === undefined) {
      const left = entry && readLine(entry, line);
      if (left !== undefined) unknown.add(left);
      continue;
    }
    finish();
    const question = number === undefined ? title.replace(/^\\/u, '') : title;
    entry = { fields: { number: number ?? '', question }, body: [], part: 'above' };
    rows.push({ row: at + 1, kind: 'baris', fields: entry.fields, wrong: [] });
  }
  finish();
  return { rows, unknown: [...unknown] };
}

/** Takes one more line into an entry; gives the name of a field that is not known. */
function readLine(entry: OpenEntry, line: string): string | undefined {
  if (entry.part !== 'answer') {
    const [item, text = ''] = entry.list ? (ITEM.exec(line) ?? []) : [];
    if (item !== undefined && entry.list) {
      const before = entry.fields[entry.list];
      entry.fields[entry.list] = before ? `${before}\n${text}` : text;
      return undefined;
    }
    const [named, name = '', value = ''] = FIELD.exec(line) ?? [];
    const field = fieldNamed(name);
    if (named !== undefined && field && !ELSEWHERE.has(field)) {
      entry.fields[field] = value;
      entry.part = 'fields';
      if (LISTS.has(field)) entry.list = field;
      else delete entry.list;
      return undefined;
    }
    if (named !== undefined && entry.part === 'fields') return name;
    if (line.trim() === '') {
      if (entry.part === 'fields') entry.part = 'answer';
      return undefined;
    }
    entry.part = 'answer';
  }
  entry.body.push(line.replace(/^\\(?=[#\\])/u, ''));
  return undefined;
}

/** The list as a text that people read and edit. */
export function writeMarkdown(rows: Required<Record<FaqRowField, string>>[]): Uint8Array {
  const parts = rows.map((row) => {
    const question =
      row.number === '' ? row.question.replace(/^(?=\\|\d+\.)/u, '\\') : `${row.number}. ${row.question}`;
    const fields = FAQ_COLUMNS.filter(({ field }) => !ELSEWHERE.has(field)).map(({ field, name }) =>
      LISTS.has(field) && row[field] !== ''
        ? `- ${name}:\n${row[field]
            .split('\n')
            .map((item) => `  - ${item}`)
            .join('\n')}`
        : `- ${name}:${row[field] === '' ? '' : ` ${row[field]}`}`,
    );
    const answer = row.answer.replace(/^(?=[#\\])/gmu, '\\');
    return `## ${question}\n\n${fields.join('\n')}\n\n${answer}\n`;
  });
  return Buffer.from(`# FAQ LPSE\n\n${ABOUT}\n\n${parts.join('\n')}`);
}

const ABOUT =
  'Setiap entri dimulai dengan "## nomor. pertanyaan"; entri baru tanpa nomor. Isian ada di bawahnya, lalu satu baris kosong dan jawabannya.';
