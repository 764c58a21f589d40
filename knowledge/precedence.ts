import type { Entry } from './corpus.ts';
import type { Evidence } from './find.ts';
import type { Asking, Ranked } from './ranking.ts';
import { speechActOf } from './source.ts';
import type { Reading } from './words.ts';

/** So sure must the regulation be to lead … */
export const SURE = 0.7;
/** … and so much must its provision speak of the question: by its words, or by a question that people ask of it … */
const SPEAKS_OF_IT = { coverage: 0.5, likeness: 0.5 };
/** … and by its words alone, where neither the question nor the provision names a duty. */
const SPEAKS_PLAINLY = 0.6;
/** How, when and where: what changes without a regulation. */
const PRACTICE =
  /\b(?:bagaimana|gimana|cara\w*|langkah\w*|prosedur\w*|tahap\w*|kapan|jam|hari|mana|lewat|melalui|link|tautan|menu(?:nya)?|alamat|nomor|how|when|where|steps?)\b/u;
/** Who does, may or must do something. */
const DUTY =
  /\b(?:siapa|tugas\w*|fungsi\w*|\w*wenang\w*|(?:ber)?hak|\w*wajib\w*|harus\w*|boleh\w*|dilarang|larangan|tanggung jawab|who|must|may|duty|duties|responsible|allowed)\b/u;
/** What LPSE does or can: often a duty, and as often a service ("apakah LPSE menyediakan ruang laktasi"). */
const OF_LPSE = /\b(?:apakah lpse|lpse (?:bisa|dapat)|(?:bisa|dapat)(?:kah)? lpse)\b/u;
/** The same as provisions say it; a taxpayer's number is no duty. */
const NORM =
  /\b(?:wajib(?! pajak)|harus|dilarang|berhak|berwenang|bertanggung\s*jawab|tidak\s+perlu|mempunyai\s+tugas|menyelenggarakan\s+fungsi|dapat\s+(?:menonaktifkan|menolak|menyetujui))\b/iu;

const standardOf = ({ words }: Reading) => words.map(({ text }) => text).join(' ');

/** Whether it is asked who does, may or must do something. */
export const asksDuty = ({ reading }: Pick<Asking, 'reading'>): boolean =>
  DUTY.test(standardOf(reading)) || OF_LPSE.test(standardOf(reading));

/** Whether a provision says what LPSE is not responsible for (Pasal 3 ayat (3)): no practice can change that. */
export const isAuthorityLimit = ({ document, children, text }: Entry): boolean =>
  document.kind === 'peraturan' && children.length === 0 && /tidak bertanggung jawab terhadap/iu.test(text);

/** Whether steps, hours, contacts or links are asked for: there what is dated leads. */
const asksPractice = ({ reading }: Pick<Asking, 'reading'>, { asked }: Pick<Evidence, 'asked'>): boolean =>
  asked.length > 0 || PRACTICE.test(standardOf(reading));

/** So likely must it be that a question about duties is one that LPSE may not decide. */
const MAYBE = 0.25;

/** Whether a message asks for what LPSE may not do or decide: the FAQ has nothing to say on that, whatever it says. */
export function isOutOfAuthority(asking: Pick<Asking, 'reading'>, acts: ReadonlyMap<string, number>): boolean {
  const chance = acts.get('out_of_authority') ?? 0;
  const isLikeliest = [...acts.values()].every((other) => other <= chance);
  return isLikeliest || (chance >= MAYBE && asksDuty(asking));
}

/**
 * Whether the regulation is quoted first though the FAQ or an SOP speaks of just this: in who must do, may do or decides something
 * it leads, where it surely answers.
 */
export function regulationLeads(asking: Asking, evidence: Evidence, { list: [first], none }: Ranked, chance: number) {
  if (first?.entry.document.kind !== 'peraturan' || chance * (1 - none) < SURE) return false;
  if (!isAuthorityLimit(first.entry) && asksPractice(asking, evidence)) return false;
  const { text, lead } = first.entry;
  const { candidates } = evidence;
  const { coverage = 0, example = 0 } = candidates.find(({ entry }) => entry.at === first.entry.at)?.features ?? {};
  const isOfDuties = DUTY.test(standardOf(asking.reading)) || NORM.test(text) || OF_DUTIES.test(lead);
  if (!isOfDuties) return asksDuty(asking) && coverage >= SPEAKS_PLAINLY;
  return coverage >= SPEAKS_OF_IT.coverage || example >= SPEAKS_OF_IT.likeness;
}

/** What an item of a list of duties completes. */
const OF_DUTIES = /\b(?:tugas|fungsi|wewenang)\b/iu;

/** How alike a FAQ must be to the question, and by how much more than anything asked of the regulation. */
const DIRECT = { likeness: 0.72, lead: 0.15 };
/**
 * How alike a message must be to a question of the FAQ, and by how much more than to any other thing people say; asked word for
 * word, it matters no more that nothing answered this before.
 */
const ASKED_IN_FAQ = { likeness: 0.75, verbatim: 0.9, overRegulation: DIRECT.lead, overOthers: 0.05 };

/**
 * The FAQ that asks just this. "Lupa password" has no question word and sounds like trouble, an attack or nothing at all:
 * that somebody has written the very question down says more than how it sounds.
 */
export function askedInFaq({ needs: { corpus }, reading, scope }: Asking): Entry | undefined {
  const { list } = corpus.examples;
  const aimed = (example: number) => corpus.entries[list[example]?.passages[0] ?? -1];
  const groupOf = (example: number) => {
    const known = list[example];
    if (!known || speechActOf(known.kind) !== 'question') return 'others';
    // What nothing answers is no provision that could answer.
    if (known.passages.length === 0) return 'nothing';
    return aimed(example)?.document.kind === 'faq' ? 'faq' : 'regulation';
  };
  // Each group by itself: of thousands of entries many are alike, and would hide the others.
  const likest = (group: ReturnType<typeof groupOf>) =>
    corpus.examples.similar(reading, 1, (_, at) => groupOf(at) !== group)[0];
  const faq = likest('faq');
  const found = faq && aimed(faq.example);
  if (!faq || !found || !scope.has(found.document.id) || faq.likeness < ASKED_IN_FAQ.likeness) return undefined;
  const isAsked =
    (faq.likeness >= ASKED_IN_FAQ.verbatim ||
      faq.likeness >= (likest('nothing')?.likeness ?? 0) + ASKED_IN_FAQ.overRegulation) &&
    faq.likeness >= (likest('regulation')?.likeness ?? 0) + ASKED_IN_FAQ.overRegulation &&
    faq.likeness >= (likest('others')?.likeness ?? 0) + ASKED_IN_FAQ.overOthers;
  return isAsked ? found : undefined;
}

/** A FAQ that asks this very thing goes before a provision that only touches it ("lupa password" is not the definition of a password). */
export function isDirect(regulation: Evidence, provisions: Ranked, other: Evidence, faqs: Ranked): boolean {
  const likeness = (from: Evidence, { list }: Ranked) =>
    from.candidates.find(({ entry }) => entry.at === list[0]?.entry.at)?.features.example ?? 0;
  const faq = likeness(other, faqs);
  return faq >= DIRECT.likeness && faq >= likeness(regulation, provisions) + DIRECT.lead;
}
