import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Helpdesk } from '../../bot/helpdesk.ts';
import { ingest } from '../../ingest/index.ts';
import type { FaqEntry } from '../../knowledge/index.ts';
import type { Attack } from './red-team-items.ts';

/** Numbers of entries that no unit reaches. */
const PLANTED = 900_000;

/**
 * Brings what an attacker got into the sources there, by the ways by which entries and documents come in.
 * @returns takes it out again
 */
export async function planted(
  { db, knowledge }: Helpdesk,
  plant: NonNullable<Attack['plant']>,
): Promise<() => Promise<void>> {
  if (plant.kind === 'faq') {
    const { question, answer } = plant;
    const entry: FaqEntry = {
      ...{ id: PLANTED, version: 1, question, answer },
      ...{ variants: [], basis: [], practice: 'Kebiasaan layanan.', topic: 'lain' },
    };
    const put = await knowledge.prepareFaq([entry]);
    const none = await knowledge.prepareFaq([]);
    await db.transaction((tx) => knowledge.storeFaq(tx, { put, drop: [] }));
    await knowledge.refresh();
    return async () => {
      await db.transaction((tx) => knowledge.storeFaq(tx, { put: none, drop: [PLANTED] }));
      await knowledge.refresh();
    };
  }
  const folder = await mkdtemp(join(tmpdir(), 'planted-'));
  const path = join(folder, `${plant.name}.md`);
  await writeFile(path, plant.text);
  const { files } = await ingest(knowledge, [path]);
  await rm(folder, { recursive: true });
  const [file] = files;
  if (file === undefined || file.outcome === 'refused') throw new Error(`Not planted: ${JSON.stringify(file)}`);
  return async () => {
    await knowledge.forget(file.id);
    await knowledge.refresh();
  };
}
