import type { Corpus, Entry } from '../corpus.ts';
import type { Language } from '../words.ts';
import type { ClaimWords } from './claim-words.ts';
import { withoutOpening } from './form.ts';
import { RESTRICTING } from './polarity.ts';
import { type Token, tokensOf } from './tokens.ts';

/** Something that a passage says, with where the items of its list begin. */
export type Sentence = {
  tokens: readonly Token[];
  items: ReadonlySet<number>;
  /** One of several items with the words above them. */
  part?: boolean;
  /** Only the words that lead into a list of so many items. */
  opens?: number;
  /** A claim may name its things in another order, as English does. */
  free?: boolean;
};

type Reading = {
  words: ClaimWords;
  language: Language;
  /** Where the items beside one are found: what an item says can turn on them ("a; atau b"). */
  corpus?: Corpus;
  english?: boolean;
};

/** Words that open a list, its items, and what stands in them. */
type Node = { head: string; items: Node[] };

const ASIDE =
  /\s*(?:,\s*)?(?:sebagaimana|yang)\s+(?:dimaksud|dipersyaratkan)\s+(?:(?:pada|dalam)\s+)?(?:pasal\s+\d+\s*)?(?:ayat\s*)?(?:\(\d+\)\s*)?(?:huruf\s+[a-z]\b\s*)?(?:angka\s+\d+\s*)?,?/giu;
const ROUNDABOUT =
  /^Dalam\s+melaksanakan\s+tugas\s+sebagaimana\s+dimaksud\s+(?:pada|dalam)\s+(?:pasal\s+\d+\s+)?ayat\s+\(\d+\),?\s*/iu;
const PRACTICE = /\s*\[(?:pasal|praktik)[^\]]*\]\s*$/iu;
const HEADING = /^pasal\s+\d+[a-z]?\s*$/iu;
const MARKERS = [/^\(\d+\)\s*/u, /^[a-z][.]\s+/iu, /^\d+[.]?\s+/u, /^[a-z]\)\s*/iu, /^[a-z]\s+(?=\p{L})/u];

/**
 * All that a passage says, as sentences that stand by themselves: every item with the words above it, the list as a whole, and the
 * same said from the other side (passive for active, the condition first or last, a name for what it is short for).
 */
export function sentencesOf(entry: Entry, by: Reading): Sentence[] {
  if (!standsAlone(entry, by)) return [];
  const leads = leadsOf(entry.lead);
  const trees = treesOf(linesOf(entry));
  const texts = trees.flatMap((tree) => sayings({ head: '', items: [tree] }, leads, by));
  const isItem = leads.length > 0 && !isOnly(entry, by);
  const found: Sentence[] = [];
  for (const parts of texts) {
    const last = parts.at(-1);
    const sentence = joined(parts, entry, by);
    if (sentence.tokens.length === 0 || sentence.tokens.length > LONGEST) continue;
    const opening = Array.isArray(last) && { ...openingOf(joined(parts.slice(0, -1), entry, by)), opens: last.length };
    const part = !Array.isArray(last) && (isItem || parts.length > leads.length + 1);
    for (const one of [
      ...turned(sentence),
      ...(opening ? turned(opening).map((turn) => ({ ...turn, opens: opening.opens })) : []),
    ])
      found.push({ ...one, ...(part && { part }), ...(by.english && { free: true }) });
  }
  return found;
}

/** Without the word that says that a list follows. */
const openingOf = ({ tokens, items }: Sentence): Sentence => ({
  tokens: tokens.slice(0, tokens.at(-1)?.is === 'all' ? -1 : undefined),
  items,
});

const isOnly = ({ parentAt }: Entry, { corpus }: Reading): boolean =>
  parentAt !== undefined && corpus?.entries[parentAt]?.children.length === 1;

/** Lines of the text with their marks; those that a page break cut are one. */
function linesOf({ text, kind }: Entry): string[] {
  const lines: string[] = [];
  for (const raw of text.replaceAll('*', '').split('\n')) {
    const line = raw
      .replace(/^\s*[-•–>]?\s+/u, '')
      .replace(PRACTICE, '')
      .trim();
    if (line === '' || HEADING.test(line)) continue;
    const last = lines.length - 1;
    const isMarked = MARKERS.some((marker) => marker.test(line));
    if (last >= 0 && !isMarked && kind !== 'faq' && !/[:;.]$/u.test(lines[last] ?? '')) lines[last] += ` ${line}`;
    else lines.push(line);
  }
  return lines;
}

const leadsOf = (lead: string): string[] =>
  lead
    .replaceAll('*', '')
    .split(/\s*:(?:\s+|$)/u)
    .filter((part) => !/yang\s+dimaksud\s+dengan$/iu.test(part))
    .map((part) => plain(part).replace(DEALINGS, '$1'))
    .filter((part) => part !== '');

/** "Hubungan kerja LPSE dengan X, meliputi" opens a list of what LPSE does. */
const DEALINGS = /^(?:hubungan\s+kerja|koordinasi)\s+(\S+)\s+dengan\s+.+?,?\s+meliputi$/iu;

const plain = (text: string): string => text.replace(ROUNDABOUT, '').replace(ASIDE, ' ').replace(/\s+/gu, ' ').trim();

/** Reads lines as a tree: a line that ends in a colon opens a list, whose items have the mark of the line below it. */
function treesOf(lines: string[]): Node[] {
  const roots: Node[] = [];
  const open: { mark: number; node: Node }[] = [];
  for (const line of lines) {
    const mark = MARKERS.findIndex((marker) => marker.test(line));
    const head = plain(mark >= 0 ? line.replace(MARKERS[mark] ?? '', '') : line);
    const node: Node = { head, items: [] };
    const beside = open.findIndex((one) => one.mark === mark);
    if (beside >= 0) open.length = beside;
    else if (open.length > 0 && !/:$/u.test(open.at(-1)?.node.head ?? '')) open.length = 0;
    const parent = open.at(-1)?.node;
    if (parent && /:$/u.test(parent.head)) parent.items.push(node);
    else roots.push(node);
    open.push({ mark, node });
  }
  return roots;
}

/** Whether an item is so without the others of its list, all the way up. */
function standsAlone(entry: Entry, by: Reading): boolean {
  if (entry.parentAt === undefined || entry.lead === '') return true;
  const parent = by.corpus?.entries[entry.parentAt];
  const lead = leadsOf(entry.lead).at(-1) ?? '';
  // Who does not know the items beside it cannot tell.
  if (!parent) return !isRestricted(lead, by) && !/\b(?:wajib|harus)\b/iu.test(entry.lead);
  const items = parent.children.flatMap((at) => by.corpus?.entries[at]?.text ?? []);
  return isOpenRow(lead, items, by) && standsAlone(parent, by);
}

/** Whether each item is said alone: not one of several conditions, nor one of several choices. */
function isOpenRow(lead: string, items: readonly string[], by: Reading): boolean {
  const isCondition = isRestricted(lead, by);
  const word = rowWord(items);
  if (word === undefined) return !isCondition || items.every((item) => /\.\s*$/u.test(item));
  return (word === 'atau') === isCondition;
}

const rowWord = (items: readonly string[]): 'dan' | 'atau' | undefined => {
  const found = items.map((item) => item.match(/\b(dan|atau|dan\/atau)[\s;,.]*$/iu)?.[1]?.toLowerCase());
  if (found.some((word) => word === 'atau' || word === 'dan/atau')) return 'atau';
  return found.includes('dan') ? 'dan' : undefined;
};

/** Whether what follows these words is a condition or a limit. */
const isRestricted = (lead: string, { words, language }: Reading): boolean =>
  tokensOf(lead, { words, language, side: 'source', english: false }).some(
    (token) => token.is === 'turn' && RESTRICTING.has(token.key),
  );

/** A saying: words that stand one after the other, or several items side by side. */
type Part = string | string[];

/** Each way down a tree, and each list as a whole. */
function sayings({ items }: Node, above: Part[], by: Reading): Part[][] {
  return items.flatMap((node) => {
    if (node.items.length === 0) {
      const stops = node.head.split(/(?<=[.!?])\s+(?=\p{Lu})/u);
      return stops.flatMap((stop) =>
        retold(above.length > 0 ? stop : withoutOpening(stop)).map((one) => [...above, one]),
      );
    }
    const head = node.head.replace(/\s*:$/u, '');
    const whole: Part[] = [...above, head, node.items.map((item) => flat(item))];
    const isOpen = isOpenRow(
      head,
      node.items.map((item) => item.head),
      by,
    );
    return isOpen ? [whole, ...sayings(node, [...above, head], by)] : [whole];
  });
}

const GOAL = /^tujuan\s+(?:ditetapkannya\s+)?(.+?)\s+adalah\s+(?:untuk\s+)?(.+)$/iu;
const WITH_GOAL = /^(.+?)\s+adalah\s+(.+?)\s+dengan\s+tujuan\s+(.+)$/iu;
const ASIDE_CONDITION = /^(.+?)\s+(dalam\s+hal|jika|apabila|bila)\s+(.+?)\s+dan\s+(me\p{L}+nya\b.*)$/iu;
const REASON = /^(?!pada\s+umumnya|biasanya)(.+?),\s+karena\s+(.+)$/iu;

const UNDER =
  /^(.+?)\s+(mempunyai\s+tugas|beranggotakan)\s+(.+?)\s+yang\s+berada\s+di\s*bawah\s+dan\s+bertanggung\s+jawab\s+kepada\s+(.+)$/iu;

/** "X adalah pejabat yang diangkat …": X is appointed. */
const IS_ONE_WHO = /^([^,]+?)\s+adalah\s+(?:pejabat|personil|unit\s+kerja)\s+yang\s+(.+)$/iu;

const USUAL_REASON = /^(pada\s+umumnya|biasanya)\s+.+?,\s+karena\s+(.+)$/iu;

/** What one sentence says in other words: its goal, its condition, its reason, or its halves for themselves. */
function retold(stop: string): string[] {
  const found = [stop];
  const goal = stop.match(GOAL);
  if (goal) found.push(`${goal[1]} bertujuan untuk ${goal[2]}`);
  const withGoal = stop.match(WITH_GOAL);
  if (withGoal)
    found.push(`${withGoal[1]} bertujuan untuk ${withGoal[3]}`, `Tujuan ${withGoal[1]} adalah ${withGoal[3]}`);
  const aside = stop.match(ASIDE_CONDITION);
  if (aside) {
    const [, main, condition, when, more] = aside;
    found.push(`${main} dan ${more?.replace(/[.;]+$/u, '')} ${condition} ${when}`, `${main} ${condition} ${when}`);
  }
  const reason = stop.match(REASON);
  if (reason?.[2] && !/nya[.;]?$/u.test(reason[2])) found.push(reason[2]);
  const under = stop.match(UNDER);
  if (under) {
    const [, who, has, what, whom] = under;
    const responsible = `bertanggung jawab kepada ${whom}`;
    found.push(`${who} ${has} ${what}`, `${who} ${responsible}`, `${who} ${has} ${what} dan ${responsible}`);
  }
  const who = stop.match(IS_ONE_WHO);
  if (who?.[1] && who[2]) {
    const name = who[1].replace(/^.*\bselanjutnya\s+dis\p{L}+\s+(?:dengan\s+)?/iu, '');
    found.push(`${name} ${who[2]}`, `${name} ${who[2].replace(', yang ', ' dan ')}`);
  }
  const usual = stop.match(USUAL_REASON);
  if (usual) found.push(`${usual[1]} ${usual[2]}`);
  const so = stop.split(/,\s+jadi\s+/iu);
  if (so.length > 1) found.push(...so);
  const halves = stop.split(/;\s+/u);
  if (halves.length === 2) found.push(...halves);
  return found;
}

const flat = ({ head, items }: Node): string =>
  items.length === 0 ? head : `${head} ${items.map((item) => flat(item)).join('; ')}`;

/** In tokens; a longer row of words without a full stop holds nothing: comparing it would take too long. */
const LONGEST = 400;

const ENDING = /[\s;,.]*(?:\b(?:dan|atau)\b)?[\s;,.]*$/iu;

/** One row of tokens, a colon between the words that open a list and its items. */
function joined(parts: Part[], entry: Entry, by: Reading): Sentence {
  const { words, language } = by;
  const read = (text: string) =>
    tokensOf(text.replace(ENDING, ''), { words, language, side: 'source', english: false, at: entry.address });
  const tokens: Token[] = [];
  const items = new Set<number>();
  for (const [at, part] of parts.entries()) {
    if (at > 0) tokens.push({ is: 'all', key: ':' });
    if (typeof part === 'string') {
      tokens.push(...read(part));
      continue;
    }
    const word = rowWord(part);
    const lead = parts[at - 1];
    // Conditions that no word joins: neither "dan" nor "atau" may be said of them.
    const isUnknown = word === undefined && typeof lead === 'string' && isRestricted(lead, by);
    const joint: Token = isUnknown
      ? { is: 'joint', key: 'dan/atau', or: true, whole: true }
      : { is: 'joint', key: ',', or: word === 'atau', whole: true };
    for (const [number, item] of part.entries()) {
      if (number > 0) tokens.push(joint);
      items.add(tokens.length);
      tokens.push(...read(item));
    }
  }
  return { tokens, items };
}

/** The sentence, and what is the same said in another way. */
function turned(sentence: Sentence): Sentence[] {
  const readings = new Set([sentence, ...named(obliged(sentence))]);
  return [...readings]
    .map((one) => eased(one))
    .flatMap((one) => [one, ...firstOf(one), ...swapped(one), ...movedToEnd(one)])
    .flatMap((one) => [one, ...done(one), ...doneTo(one)])
    .flatMap((one) => conditioned(one))
    .flatMap((one) => [one, ...voiced(one)]);
}

const plainItems: ReadonlySet<number> = new Set();

/** What must be is told as what is, and what holds for all as what holds, where nothing is denied or limited. */
function eased(sentence: Sentence): Sentence {
  const { tokens } = sentence;
  if (
    tokens.some(
      (token) => token.is === 'turn' && ((token.turn === 'negation' && token.key !== 'non') || token.key === 'hanya'),
    )
  )
    return sentence;
  const first = tokens.findIndex((token) => token.is !== 'light');
  return {
    ...sentence,
    tokens: tokens.map((token, at) =>
      token.is === 'turn' && (token.key === 'wajib' || (token.key === 'semua' && at === first))
        ? { ...token, optional: true }
        : token,
    ),
  };
}

/** "kepada A melalui B" is "melalui B kepada A". */
function swapped({ tokens, items }: Sentence): Sentence[] {
  const last = tokens.findLastIndex((token) => token.is === 'relation');
  const before = tokens.slice(0, Math.max(last, 0)).findLastIndex((token) => token.is === 'relation');
  const rest = tokens.slice(before);
  if (before < 1 || items.size > 0 || !isVerb(tokens.slice(0, before))) return [];
  if (!rest.every((token) => isNominal(token) || (token.is === 'relation' && token.key !== 'dari'))) return [];
  if (rest.some((token) => token.is === 'joint' && token.key !== '/')) return [];
  const end = tokens.slice(last).filter((token) => token.is !== 'tail');
  return [{ tokens: [...tokens.slice(0, before), ...end, ...tokens.slice(before, last)], items: plainItems }];
}

const isVerb = (tokens: readonly Token[]) => tokens.some((token) => token.is === 'word' && token.verb);

/** "Di helpdesk ini keluhan dicatat" after its comma: where, for whom or by what may stand last. */
export function movedToEnd({ tokens, items }: Sentence): Sentence[] {
  const comma = tokens.findIndex((token) => token.is === 'joint' && token.key === ',');
  const front = tokens.slice(0, Math.max(comma, 0));
  const [first] = front.filter((token) => token.is !== 'light');
  if (first?.is !== 'relation' || front.length > 8 || items.size > 0) return [];
  if (!front.every((token) => isNominal(token) || token.is === 'relation')) return [];
  return [{ tokens: [...tokens.slice(comma + 1), ...front], items: plainItems }];
}

/** Of "pengangkatan A, B dan C ditetapkan" the first alone, and each other with the doing that stands before them all. */
function firstOf({ tokens, items }: Sentence): Sentence[] {
  const at = tokens.findIndex((token) => token.is === 'turn' || (token.is === 'word' && token.verb));
  const subject = tokens.slice(0, at);
  const first = subject.findIndex((token) => token.is === 'joint' && token.key !== '/');
  const [head] = subject.filter((token) => token.is !== 'light');
  if (at < 0 || items.size > 0 || first < 0 || head?.is !== 'word') return [];
  if (subject.some((token) => token.is !== 'word' && token.is !== 'light' && (token.is !== 'joint' || token.or)))
    return [];
  const rest = tokens.slice(at);
  const rows: Token[][] = [[]];
  for (const token of subject)
    if (token.is === 'joint' && token.key !== '/') rows.push([]);
    else rows.at(-1)?.push(token);
  const [whole, ...others] = rows.filter((row) => row.some((token) => token.is === 'word'));
  if (!whole || whole.filter((token) => token.is === 'word').length < 2) return [];
  const alone = head.voice === 'noun' ? others.map((row) => [head, ...row]) : [];
  return [whole, ...alone].map((row) => ({ tokens: [...row, ...rest], items: plainItems }));
}

/** "Penyusunan X dapat dilaksanakan" is "X dapat disusun"; "pengangkatan X ditetapkan dengan" is "X diangkat dengan". */
function doneTo({ tokens, items }: Sentence): Sentence[] {
  const bare = tokens.filter((token) => token.is !== 'light');
  const start = bare[0]?.key === 'wajib' ? 1 : 0;
  const doing = bare[start];
  const at = bare.findIndex((token) => token.is === 'word' && token.verb);
  const verb = bare[at];
  if (items.size > 0 || doing?.is !== 'word' || doing.voice !== 'noun' || verb?.is !== 'word') return [];
  const next = bare[at + 1];
  const isDone = ['laku', 'laksana'].includes(verb.key) || (verb.key === 'tetap' && next?.key === 'dengan');
  const between = bare.slice(start + 1, at);
  const turns = between.filter((token) => token.is === 'turn');
  const thing = between.slice(0, between.length - turns.length);
  if (verb.voice !== 'passive' || !isDone || thing.length === 0 || !thing.every((token) => isNominal(token))) return [];
  return [
    {
      tokens: [...thing, ...turns, { ...doing, voice: 'passive', verb: true }, ...bare.slice(at + 1)],
      items: plainItems,
    },
    ...(start === 1 ? [{ tokens: bare.slice(1), items: plainItems }] : []),
  ];
}

/** "… wajib memenuhi persyaratan: bagi Penyedia: mengisi …" obliges the Penyedia: "Penyedia wajib mengisi …". */
function obliged(sentence: Sentence): Sentence {
  const { tokens, items } = sentence;
  const colon = tokens.findIndex(
    (token, at) => at > 0 && tokens[at - 1]?.is === 'all' && token.is === 'relation' && token.key === 'untuk',
  );
  const above = tokens.slice(0, Math.max(colon, 0));
  const turns = above.filter((token) => token.is === 'turn');
  if (colon < 0 || turns.length !== 1 || turns[0]?.key !== 'wajib') return sentence;
  const end = tokens.findIndex(
    (token, at) => at > colon && (token.is === 'all' || (token.is === 'joint' && token.key === ',')),
  );
  if (end < 0) return sentence;
  const head = tokens.slice(colon + 1, end);
  const shift = colon + 1;
  return {
    tokens: [...head, { is: 'turn', turn: 'modality', key: 'wajib', optional: true }, ...tokens.slice(end + 1)],
    items: new Set([...items].filter((at) => at > end).map((at) => at - shift)),
  };
}

/** "X yang selanjutnya disebut Y adalah Z" is also "Y adalah Z" and "X adalah Z"; "X mempunyai tugas Z" is "tugas X adalah Z". */
function named(sentence: Sentence): Sentence[] {
  const { tokens } = sentence;
  const found: Sentence[] = [sentence];
  const called = tokens.findIndex((token) => token.is === 'light' && /\bselanjutnya dis/u.test(token.key));
  const is = tokens.findIndex((token, at) => at > called && token.is === 'all');
  if (called > 0 && is > called) {
    const term = tokens.slice(0, called).filter((token) => token.is !== 'light');
    const alias = tokens.slice(called, is).filter((token) => token.is !== 'light');
    const rest = tokens.slice(is);
    const short: Token[] = [{ is: 'word', key: 'singkat', voice: 'noun', verb: false }];
    for (const head of [term, alias]) found.push({ tokens: [...head, ...rest], items: plainItems });
    found.push({
      tokens: [...alias, { is: 'all', key: 'adalah' }, ...short, { is: 'relation', key: 'dari' }, ...term],
      items: plainItems,
    });
  }
  return found;
}

/** "melakukan pemeriksaan" is "memeriksa": the verb that only says that something is done may go. */
function done({ tokens, items }: Sentence): Sentence[] {
  const at = tokens.findIndex((token) => token.is === 'word' && token.verb);
  const verb = tokens[at];
  if (items.size > 0 || verb?.is !== 'word' || verb.voice !== 'active' || !['laku', 'laksana'].includes(verb.key))
    return [];
  const next = tokens[at + 1];
  if (next?.is !== 'word' || next.voice !== 'noun') return [];
  const doing: Token = { ...next, voice: 'active', verb: true };
  return [{ tokens: [...tokens.slice(0, at), doing, ...tokens.slice(at + 2)], items }];
}

/** The condition may stand first or last. */
function conditioned(sentence: Sentence): Sentence[] {
  const { tokens } = sentence;
  const isCondition = (token: Token | undefined) =>
    token?.is === 'turn' && token.turn === 'condition' && RESTRICTING.has(token.key) && token.key !== 'hanya';
  const first = tokens.findIndex((token) => token.is !== 'light');
  if (isCondition(tokens[first])) {
    const comma = tokens.findIndex((token, at) => at > first && token.is === 'joint' && token.key === ',');
    if (comma < 0) return [sentence];
    return [sentence, { tokens: [...tokens.slice(comma + 1), ...tokens.slice(first, comma)], items: plainItems }];
  }
  const at = tokens.findIndex((token) => isCondition(token));
  if (at < 0 || sentence.items.size > 0) return [sentence];
  const clause = tokens.slice(at);
  const main = tokens.slice(0, at);
  if (main.some((token) => token.is === 'turn' && token.key === 'hanya')) return [sentence];
  return [sentence, { tokens: [...clause, { is: 'joint', key: ',', or: false }, ...main], items: plainItems }];
}

/** "LPSE menyediakan ruang" is "ruang disediakan oleh LPSE", and the other way round. */
function voiced({ tokens }: Sentence): Sentence[] {
  const at = tokens.findIndex((token) => token.is === 'word' && token.verb);
  const verb = tokens[at];
  if (at <= 0 || verb?.is !== 'word') return [];
  let turns = at;
  while (turns > 0 && (isAside(tokens[turns - 1]) || tokens[turns - 1]?.key === ':')) turns -= 1;
  const subject = tokens.slice(0, turns);
  const between = tokens.slice(turns, at).filter((token) => token.is !== 'all');
  const rest = tokens.slice(tokens[at + 1]?.is === 'all' ? at + 2 : at + 1);
  // A subject of more than names and their joints may hold another doer.
  if (subject.length === 0 || subject.some((token) => !isNominal(token))) return [];
  if (verb.voice === 'active') return passives({ subject, between, verb, rest });
  if (verb.voice !== 'passive') return [];
  const by = rest.findIndex((token) => token.is !== 'light');
  const doer = rest[by];
  if (doer?.is !== 'relation' || doer.key !== 'oleh') return [];
  const ends = nominalEnds(rest, by + 1);
  return ends.map((end) => ({
    tokens: [
      ...rest.slice(by + 1, end),
      ...between,
      { ...verb, voice: 'active' as const },
      ...subject,
      ...rest.slice(end),
    ],
    items: plainItems,
  }));
}

function passives({
  subject,
  between,
  verb,
  rest,
}: {
  subject: Token[];
  between: Token[];
  verb: Extract<Token, { is: 'word' }>;
  rest: Token[];
}): Sentence[] {
  const isDenied = between.some((token) => token.is === 'turn' && (token.turn === 'negation' || token.key === 'hanya'));
  const passive: Token = { ...verb, voice: 'passive' };
  return nominalEnds(rest, 0).flatMap((end) => {
    const head = [...rest.slice(0, end), ...between, passive];
    const tail = rest.slice(end);
    const by: Token[] = [{ is: 'relation', key: 'oleh' }, ...subject];
    const whole = { tokens: [...head, ...by, ...tail], items: plainItems };
    const bare = { tokens: [...head, ...subject, ...tail], items: plainItems };
    const last = { tokens: [...head, ...withoutMore(tail), ...by], items: plainItems };
    // "Jadwal tidak disusun" says that nobody does, where only one does not.
    const nobody = { tokens: [...head, ...tail], items: plainItems };
    return isDenied ? [whole, bare, last] : [whole, bare, last, nobody];
  });
}

/** What stands before a further thing that is done, where no condition follows that may hold for all. */
function withoutMore(tokens: readonly Token[]): readonly Token[] {
  const more = tokens.findIndex((token, at) => {
    const next = tokens[at + 1];
    return token.is === 'joint' && !token.or && next?.is === 'word' && next.verb;
  });
  const isBound = tokens.some((token) => token.is === 'turn' && RESTRICTING.has(token.key));
  return more < 0 || isBound ? tokens : tokens.slice(0, more);
}

const isAside = (token: Token | undefined) => token?.is === 'turn' || (token?.is === 'light' && token.key !== '');

const isNominal = (token: Token) =>
  (token.is === 'word' && !token.verb) ||
  token.is === 'light' ||
  token.is === 'number' ||
  token.is === 'mark' ||
  (token.is === 'joint' && token.key !== ',') ||
  (token.is === 'relation' && token.key === 'dari');

/** Where what stands from `from` on can end and be one thing: before a relation, a joint, a condition, or at the end. */
function nominalEnds(tokens: readonly Token[], from: number): number[] {
  const ends: number[] = [];
  for (let at = from; at <= tokens.length; at++) {
    const token = tokens[at];
    if (at > from && (token === undefined || ['relation', 'joint', 'turn', 'tail', 'all'].includes(token.is)))
      ends.push(at);
    // A thing may be "A dan B" or "X pada Y", but not go beyond a condition or a whole clause.
    if (token === undefined || token.is === 'turn' || token.is === 'all' || ends.length >= 4) break;
    if (token.is === 'word' && token.verb) break;
  }
  return ends;
}
