import { rmSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openHelpdesk } from '../../bot/helpdesk.ts';
import { writeFaq } from '../../ingest/faq-file.ts';
import { applyFaq, exportFaq, planFaqRows, readFaqFile } from '../../ingest/index.ts';
import { writeFaqFields } from '../../knowledge/index.ts';
import { preparedFolder } from '../support/helpdesk.ts';
import { aligned, whole } from './figures.ts';
import { entry } from './publish.ts';

const ENTRIES = 5_000;
const TODAY = '2026-11-23';

/** A workbook of thousands of entries: read, checked, taken over, answered from, and written again. */
export async function benchImport(): Promise<void> {
  const dataDir = await preparedFolder();
  const { db, knowledge, close } = await openHelpdesk({ databaseUrl: undefined, dataDir });
  const rows: string[][] = [];
  try {
    const file = await timed('menulis berkas XLSX', () => writeFaq('xlsx', listed()));
    rows.push(['ukuran berkas', `${whole(file.length / 1024)} KiB`]);
    const read = await timed('membaca', async () => readFaqFile('daftar.xlsx', file));
    if (!read.ok) throw new Error(read.reason);
    const plan = await timed('memeriksa terhadap yang tersimpan', () =>
      planFaqRows({ db, knowledge }, read.rows, TODAY),
    );
    if (plan.fresh.length !== ENTRIES) throw new Error(`${plan.fresh.length} of ${ENTRIES} entries are new`);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    let preparing = 0;
    const start = performance.now();
    await timed('menerapkan, seluruhnya', async () => {
      await applyFaq({ db, knowledge }, plan, { by: null, approvedBy: null, at: new Date() }, ({ step }) => {
        if (step === 'preparing') preparing = performance.now() - start;
      });
      await knowledge.refresh();
    });
    delay.disable();
    rows.push(['  di antaranya menyiapkan kata', `${whole(preparing)} ms`]);
    rows.push(['  yang lain tertahan paling lama', `${whole(delay.max / 1e6)} ms`]);
    const asked = entry(ENTRIES - 1).question;
    const answer = await timed('jawaban pertama sesudahnya', async () => knowledge.answer(asked));
    if (answer.citations[0]?.document !== 'faq-lpse') throw new Error('not answered from the list');
    const again = await timed('memeriksa berkas yang sama lagi', () =>
      planFaqRows({ db, knowledge }, read.rows, TODAY),
    );
    if (again.unchanged !== ENTRIES) throw new Error(`${again.unchanged} of ${ENTRIES} entries are unchanged`);
    await timed('mengekspor semuanya (XLSX)', () => exportFaq({ db, knowledge }, 'xlsx', '2026-11-08'));
    rows.push(['memori proses', `${whole(process.memoryUsage().rss / 1024 / 1024)} MiB`]);
    process.stdout.write(`${whole(ENTRIES)} entri FAQ\n${aligned(rows)}\n`);
  } finally {
    await close();
    rmSync(dataDir, { recursive: true });
  }

  async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    const made = await work();
    rows.push([what, `${whole(performance.now() - start)} ms`]);
    return made;
  }
}

/** The entries as rows of a file; none of them is stored yet. */
function listed() {
  return Array.from({ length: ENTRIES }, (_, at) => ({
    ...writeFaqFields({ ...entry(at), practice: 'Kebiasaan layanan, dikonfirmasi Sekretariat.' }, {}, () => ''),
    number: '',
    status: '',
    version: '',
  }));
}
