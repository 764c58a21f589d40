import type { Corpus } from './corpus.ts';
import { gramsOf, type Similar } from './examples.ts';
import type { Evidence } from './find.ts';
import type { Features } from './learn.ts';
import { type SpeechAct, speechActOf } from './source.ts';
import type { Reading } from './words.ts';

/** Words that begin or carry a question, in standard spelling. */
const ASKING =
  /\b(apa|apakah|apaan|siapa|bagaimana|gimana|mengapa|kenapa|kapan|di mana|dimana|mana|berapa|bolehkah|bisakah|haruskah|adakah|sebutkan|jelaskan|what|who|which|when|where|how|why|does|is|are|can|must|do)\b/u;
const REQUESTING =
  /\b(tolong|mohon|minta|harap|bantu|dibantu|please|help|kindly|segera|ditindaklanjuti|urus|proses|suruh|request)\b/u;
/** Something is wrong, and it is wrong now. */
const TROUBLED =
  /\b(gagal|error|eror|rusak|macet|mati|lambat|lemot|hang|blank|timeout|terkunci|ditolak|hilang|nyangkut|putus|down|stuck|crash|failed|fails|cannot|can t|unable|locked|broken|kecewa|kesal|kasar|lama sekali|tidak bisa|tidak dapat|tidak muncul|tidak masuk|belum juga|belum ada|tidak ada respons?|tidak ditanggapi|tidak diangkat)\b/u;
const NOW =
  /\b(dari tadi|sejak|sudah \w+ (?:hari|minggu|jam|bulan)|terus|tadi|barusan|sekarang|kemarin|tiba|dari pagi|hari ini|malam ini|besok|since|yesterday|today|tonight|keeps?|still|already|nih|padahal)\b/u;
const MINE = /\b(saya|kami|kita|aku|punyaku|akunku|my|our|we|i|me|us)\b/u;

/** What the message looks like to the classifier: its words, their neighbours, letters, and its likest examples. */
export function speechFeatures(corpus: Corpus, question: string, reading: Reading, evidence: Evidence): Features {
  const features: Features = new Map();
  const set = (name: string, value = 1) => features.set(name, value);
  const words = reading.words.map((word) => (word.role === 'number' ? '#' : word.text));
  set('bias');
  const size = 1 / Math.sqrt(Math.max(1, words.length));
  for (const [at, word] of words.entries()) {
    set(`w:${word}`, size * 2);
    const next = words[at + 1];
    if (next !== undefined) set(`b:${word} ${next}`, size * 1.5);
  }
  for (const word of reading.words)
    for (const { term, weight } of word.alternatives)
      if (term !== word.text) set(`c:${term}`, Math.max(features.get(`c:${term}`) ?? 0, size * weight * 1.5));
  const grams = new Set(words.flatMap((word) => (word.length > 5 ? gramsOf(word) : [])));
  for (const gram of grams) set(`g:${gram}`, 0.5 / Math.sqrt(Math.max(1, grams.size)));
  const standard = words.join(' ');
  if (ASKING.test(standard)) set('asking');
  if (REQUESTING.test(standard)) set('requesting');
  if (TROUBLED.test(standard)) set('troubled');
  if (NOW.test(standard)) set('now');
  if (MINE.test(standard)) set('mine');
  if (TROUBLED.test(standard) && (NOW.test(standard) || MINE.test(standard))) set('troubledNow');
  if (REQUESTING.test(standard) && MINE.test(standard)) set('requestMine');
  if (TROUBLED.test(standard) && ASKING.test(standard)) set('troubledAsking');
  if (/\?\s*$/u.test(question)) set('questionMark');
  if (/!/u.test(question)) set('exclamation');
  if (reading.english) set('english');
  if (evidence.cited.length > 0) set('cites');
  if (words.length <= 3) set('short');
  if (words.length >= 18) set('long');
  for (const [act, likeness] of likenessByAct(corpus, evidence.similar)) {
    set(`like:${act}`, likeness * 3);
    set(`likeSquared:${act}`, likeness * likeness * 3);
  }
  for (const [act, share] of votesByAct(corpus, evidence.similar)) set(`vote:${act}`, share * 2);
  const covered = Math.max(0, ...evidence.candidates.map((candidate) => candidate.features.coverage ?? 0));
  set('covered', covered * 2);
  set('uncovered', (1 - covered) * 2);
  set('unknown', (evidence.none.unknown ?? 0) * 2);
  return features;
}

function likenessByAct(corpus: Corpus, similar: Similar[]): Map<SpeechAct, number> {
  const found = new Map<SpeechAct, number>();
  for (const { example, likeness } of similar) {
    const kind = corpus.examples.list[example]?.kind;
    if (!kind) continue;
    const act = speechActOf(kind);
    found.set(act, Math.max(found.get(act) ?? 0, likeness));
  }
  return found;
}

function votesByAct(corpus: Corpus, similar: Similar[]): Map<SpeechAct, number> {
  const found = new Map<SpeechAct, number>();
  const voters = similar.slice(0, 15);
  const all = voters.reduce((sum, { likeness }) => sum + likeness ** 2, 0) || 1;
  for (const { example, likeness } of voters) {
    const kind = corpus.examples.list[example]?.kind;
    if (kind) found.set(speechActOf(kind), (found.get(speechActOf(kind)) ?? 0) + likeness ** 2 / all);
  }
  return found;
}
