import { stateOf } from '../../knowledge/compose.ts';
import { citedEntry, type Ground, type LabelledClaim, readClaims, readGround } from './klaim.ts';
import { supportOf } from './support.ts';

/** Of the labelled sentences: the wrong ones that the judge of support accepts, and the honest ones that it refuses. */
export type JudgeErrors = { wrong: number; accepted: string[]; honest: number; refused: string[] };

/** How often the judge of support errs on test/eval/sets/klaim.jsonl: what a figure of it is worth. */
export async function judgeErrors(): Promise<JudgeErrors> {
  const ground = await readGround();
  const claims = readClaims();
  const honest = claims.filter((claim) => claim.honest);
  const wrong = claims.filter((claim) => !claim.honest);
  return {
    wrong: wrong.length,
    accepted: wrong.filter((claim) => isAccepted(ground, claim)).map(({ id, text }) => `${id}: ${text}`),
    honest: honest.length,
    refused: honest.filter((claim) => !isAccepted(ground, claim)).map(({ id, text }) => `${id}: ${text}`),
  };
}

/** For a terminal. */
export const toldErrors = ({ wrong, accepted, honest, refused }: JudgeErrors): string =>
  `penilai dukungan keliru (klaim.jsonl): menerima ${accepted.length} dari ${wrong} klaim salah, menolak ${refused.length} dari ${honest} klaim benar`;

function isAccepted(ground: Ground, { text, cites, register }: LabelledClaim): boolean {
  const sources = cites.flatMap((cite) => {
    const entry = citedEntry(ground, cite);
    const { shown, source, fact = '', question = '' } = stateOf(ground.corpus, entry);
    return [cite, shown, source, fact, question, entry.lead];
  });
  return supportOf(text, sources, register === 'english').ok;
}
