import type { Whole } from './order.ts';

/** A way to say a sentence that means no less than it. */
export type Reading = {
  text: string;
  /** Whether it speaks of all there is, so that nothing of a row may be left out, or says that it tells some. */
  whole: Whole;
  /** It only leads into a list, of so many items where it counts them. */
  opens?: { count?: string };
};

const NEUTRAL =
  /^(?:(?:menurut|sesuai(?:\s+dengan)?|berdasarkan)\s+(?:ketentuan|aturan|peraturan|kutipan)(?:\s+(?:yang\s+ada|tersebut|itu|ini))?|pada\s+dasarnya|pada\s+prinsipnya|untuk\s+itu|dalam\s+hal\s+(?:ini|itu|tersebut)|perlu\s+diketahui(?:\s+bahwa)?|according\s+to\s+the\s+(?:regulation|provisions?|rules?)|in\s+this\s+case)\s*,\s*/iu;

const UNIT = String.raw`((?:[\p{L}/()]+\s+){0,8}?[\p{L}/()]+)`;
const SOME = String.raw`(?:antara\s+lain|di\s+antaranya|diantaranya)`;
const IS = '(?:adalah|ialah|yaitu|yakni|merupakan)';
const DUTY = String.raw`(?:tugas(?:\s+pokok)?|fungsi)`;

const ONE_DUTY = new RegExp(String.raw`^salah\s+satu\s+${DUTY}\s+${UNIT}\s+${IS}\s+(.+)$`, 'iu');
const SOME_DUTIES = new RegExp(String.raw`^${DUTY}\s+${UNIT},?\s+(?:${IS}\s+)?${SOME},?:?\s+(.+)$`, 'iu');
const DUTIES = new RegExp(String.raw`^${DUTY}\s+${UNIT}\s+(?:${IS}|meliputi|mencakup)\s*:?\s*(.*)$`, 'iu');
const IS_DUTY = new RegExp(
  String.raw`^(.+?)\s+(?:termasuk(?:\s+(?:dalam|salah\s+satu))?|(?:${IS}\s+)?salah\s+satu)\s+${DUTY}\s+${UNIT}\s*$`,
  'iu',
);
const WHO = new RegExp(String.raw`^(?:pihak\s+)?yang\s+(.+?)\s*,?\s+(?:${IS}|itu)\s+${UNIT}\s*$`, 'iu');
const THAT_IS = /^((?:\S+\s+){0,3}?\S+)\s+itu\s+(.+)$/iu;
const NOT_ALL = new RegExp(String.raw`,?\s*${SOME},?\s+`, 'iu');

const THINGS = '(?:hal|unsur|bagian|butir|poin|komponen|ketentuan|langkah)';
const NUMBER = String.raw`(?:\d+|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|dua\s+belas)`;
const INTO_LIST = new RegExp(
  String.raw`,?(?:\s+(?:${IS}))?(?:\s+(?:sebagai)|(?:\s+(?:beberapa|sejumlah))?(?:\s+(${NUMBER}))?(?:\s+${THINGS}(?:-${THINGS})?)?)?\s+berikut(?:\s+ini)?\s*[:.]?\s*$`,
  'iu',
);
const COUNTED = new RegExp(String.raw`\b(?:beberapa|sejumlah|(${NUMBER}))\s+(?=\p{L}+$)`, 'iu');
const ENGLISH_INTO_LIST =
  /\s+(?:the\s+following(?:\s+(?:requirement|function|task|dut|item|matter|element|unit|document|condition)(?:s|ies|y)?)?|as\s+follows)\s*[:.]?\s*$/iu;

/**
 * The sentence itself, and what it comes to in plainer order: "Yang menangani keluhan adalah X" is "X menangani keluhan", "salah satu
 * tugas X adalah Y" is "X mempunyai tugas Y". A sentence that only leads into a list is read without the words that point to it.
 */
export function readingsOf(sentence: string): Reading[] {
  const text = sentence.replace(NEUTRAL, '').replace(/[\s.]+$/u, '');
  const opened = openingOf(text);
  if (opened) return [opened, ...retold(opened.text).map((reading) => ({ ...reading, opens: opened.opens ?? {} }))];
  return [{ text, whole: false }, ...retold(text)];
}

function openingOf(text: string): Reading | undefined {
  const bare = text.replace(/\s*:$/u, '');
  const into = bare.match(INTO_LIST) ?? bare.match(ENGLISH_INTO_LIST);
  if (!into && bare === text) return undefined;
  const rest = into ? bare.slice(0, into.index) : bare;
  const counted = into ? rest.match(COUNTED) : null;
  const count = into?.[1] ?? counted?.[1];
  return {
    text: counted ? rest.replace(COUNTED, '') : rest,
    whole: false,
    opens: count === undefined ? {} : { count },
  };
}

function retold(text: string): Reading[] {
  const one = text.match(ONE_DUTY) ?? text.match(SOME_DUTIES);
  if (one) return [{ text: `${one[1]} mempunyai tugas ${one[2]}`, whole: 'some' }];
  const duties = text.match(DUTIES) ?? text.match(new RegExp(String.raw`^${DUTY}\s+${UNIT}()$`, 'iu'));
  if (duties) return [{ text: `${duties[1]} mempunyai tugas ${duties[2]}`, whole: 'all' }];
  const isDuty = text.match(IS_DUTY);
  if (isDuty) return [{ text: `${isDuty[2]} mempunyai tugas ${isDuty[1]}`, whole: 'some' }];
  const who = text.match(WHO);
  if (who) return [{ text: `${who[2]} ${who[1]}`, whole: 'who' }];
  const is = text.match(THAT_IS);
  if (is) return [{ text: `${is[1]} adalah ${is[2]}`, whole: false }];
  return NOT_ALL.test(text) ? [{ text: text.replace(NOT_ALL, ' '), whole: 'some' }] : [];
}
