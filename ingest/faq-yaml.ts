import { parseYaml, YamlError } from '../knowledge/index.ts';
import { type FaqFileRow, type FaqRowFields, fieldNamed } from './faq-table.ts';
import { Refusal } from './unreadable.ts';

/** When it was last looked at, in the list that comes with the program: not the day until which it shall be. */
const LEFT_OUT: ReadonlySet<string> = new Set(['ditinjau']);

/** Whether a text is a list of entries with tanya and jawab. */
export function isFaqYaml(text: string): boolean {
  try {
    const { rows } = readFaqYaml(text);
    return rows.some(({ fields }) => fields.question !== undefined && fields.answer !== undefined);
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/**
 * A list of FAQ in YAML: id, tanya, ragam, jawab, dasar, praktik, … by the names of the columns.
 * @returns the entries, and the names of fields that are not known and were left out
 * @throws Refusal when it is no YAML or no list
 */
export function readFaqYaml(text: string): { rows: FaqFileRow[]; unknown: string[] } {
  const found = parsed(text);
  if (!Array.isArray(found)) throw new Refusal('broken', 'harus berupa daftar tanya jawab ("- tanya: …").');
  const unknown = new Set<string>();
  const rows = found.map((entry: unknown, at): FaqFileRow => {
    const row = { row: at + 1, kind: 'butir' as const, fields: {} as FaqRowFields, wrong: [] as FaqFileRow['wrong'] };
    if (!isRecord(entry)) {
      row.wrong.push({ field: 'question', at: `butir ${at + 1}`, sentence: 'Bukan isian tanya dan jawab.' });
      return row;
    }
    for (const [name, value] of Object.entries(entry)) {
      const field = fieldNamed(name);
      if (field) row.fields[field] = [value].flat(9).filter(isText).join('\n');
      else if (!LEFT_OUT.has(name)) unknown.add(name);
    }
    return row;
  });
  return { rows, unknown: [...unknown] };
}

/** @throws Refusal */
function parsed(text: string): unknown {
  try {
    return parseYaml(text, 'failsafe');
  } catch (error) {
    const line = error instanceof YamlError ? error.line : undefined;
    const where = line === undefined ? '' : ` (baris ${line})`;
    throw new Refusal('broken', `bukan YAML yang benar${where}. Perbaiki baris itu lalu ulangi.`, { cause: error });
  }
}

const isText = (value: unknown) => typeof value === 'string';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
