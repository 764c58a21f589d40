import { FAQ_FIELD_NAMES, showHidden } from '../../knowledge/index.ts';
import type { Block, Span } from '../reply.ts';
import type { FieldDifference } from '../rules/faq-difference.ts';
import type { Hunk, Piece } from '../rules/text-difference.ts';
import { list, note, paragraph, shortened } from './blocks.ts';
import { calendarDay } from './time.ts';

/** As much of a sentence that stayed as tells where the change is. */
const SAME_SHOWN = 60;
const VALUE_SHOWN = 300;
/** Of one change: a document may have changed from end to end. */
const PIECES_SHOWN = 1_500;
const HUNKS_SHOWN = 20;
const MEMBERS_SHOWN = 15;

/** What differs, field by field: what is gone after −, what is new after +, and in both the changed words bold. */
export const differenceBlocks = (fields: FieldDifference[]): Block[] =>
  fields.length === 0
    ? [note('Isinya sama.')]
    : fields.flatMap((one): Block[] => [paragraph({ bold: capital(FAQ_FIELD_NAMES[one.field]) }), ...changeOf(one)]);

/** The same of one text. */
export function hunkBlocks(hunks: Hunk[]): Block[] {
  const changes = hunks.filter((hunk) => 'before' in hunk).length;
  if (changes === 0) return [note('Hanya baris barunya yang berbeda.')];
  const shown = hunks.slice(0, HUNKS_SHOWN);
  const left = hunks.slice(HUNKS_SHOWN).filter((hunk) => 'before' in hunk).length;
  return [
    ...shown.flatMap((hunk): Block[] =>
      'same' in hunk
        ? [note(`  ${shortened(showHidden(hunk.same), SAME_SHOWN)}`)]
        : [...line('− ', hunk.before), ...line('+ ', hunk.after)],
    ),
    ...(left > 0 ? [note(`${left} perubahan lagi.`)] : []),
  ];
}

function changeOf(one: FieldDifference): Block[] {
  if ('hunks' in one) return hunkBlocks(one.hunks);
  if ('added' in one) return [...members('− ', one.removed), ...members('+ ', one.added)];
  const shown = (value: string) => (one.field === 'sourceDate' ? calendarDay(value) : value);
  return [
    ...(one.before === undefined ? [] : members('− ', [shown(one.before)])),
    ...(one.after === undefined ? [] : members('+ ', [shown(one.after)])),
  ];
}

function members(sign: string, all: string[]): Block[] {
  if (all.length === 0) return [];
  const left = all.length - MEMBERS_SHOWN;
  return [
    list(all.slice(0, MEMBERS_SHOWN).map((one): Span[] => [sign, { bold: shortened(showHidden(one), VALUE_SHOWN) }])),
    ...(left > 0 ? [note(`${sign}${left} lagi.`)] : []),
  ];
}

/** A sentence that is wholly new needs no marks: the sign says it. */
function line(sign: string, pieces: Piece[]): Block[] {
  if (pieces.length === 0) return [];
  const marked = pieces.some(({ changed }) => !changed);
  let room = PIECES_SHOWN;
  const spans = pieces.flatMap(({ text, changed }): Span[] => {
    if (room <= 0) return [];
    const shown = shortened(showHidden(text), room);
    room -= text.length;
    return [marked && changed ? { bold: shown } : shown];
  });
  return [paragraph(sign, ...spans)];
}

const capital = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
