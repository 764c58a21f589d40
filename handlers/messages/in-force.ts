import { formatAddress, type Statement } from '../../knowledge/index.ts';
import type { Block } from '../reply.ts';
import { note, paragraph, quote, shortened } from './blocks.ts';
import { calendarDay } from './time.ts';

/** The words that took the place of others need not be whole: the document itself can be asked for. */
const WORDS_SHOWN = 900;

/**
 * What has to be known before some provisions are read: that they are revoked or changed and by what, or that they are of an
 * earlier version. Each is said once.
 */
export function changesFirst(statements: Statement[], english = false): Block[] {
  const blocks = statements.flatMap((statement) => [...ofVersion(statement, english), ...ofOthers(statement, english)]);
  return blocks.filter(
    (block, at) => blocks.findIndex((other) => JSON.stringify(other) === JSON.stringify(block)) === at,
  );
}

function ofVersion({ inForce, source }: Statement, english: boolean): Block[] {
  if (!inForce) return [];
  const [from, until] = [calendarDay(inForce.from), calendarDay(inForce.until)];
  return [
    paragraph({
      bold: english
        ? `This is the earlier version ${inForce.version} of ${source}, used here from ${from} to ${until}. It has been replaced since.`
        : `Ini ${source} versi ${inForce.version}, yang dipakai di sini ${from} sampai ${until}. Sekarang sudah diganti.`,
    }),
  ];
}

function ofOthers(statement: Statement, english: boolean): Block[] {
  const { changedBy = [] } = statement;
  return changedBy.flatMap(({ verb, source, short, place, elsewhere }): Block[] => {
    if (verb === 'mencabut')
      return [
        paragraph({
          bold: english ? `${source} was revoked by ${short}.` : `${source} sudah dicabut dengan ${short}.`,
        }),
      ];
    if (place) {
      const here = formatAddress(addressOf(statement));
      const sentence = english
        ? `${here}, ${source}, was changed by ${short} (${place.where}).`
        : `${here}, ${source}, sudah diubah dengan ${short} (${place.where}).`;
      return [paragraph({ bold: sentence })];
    }
    if (elsewhere)
      return [
        note(
          english
            ? `${source} was changed by ${short}, in other places.`
            : `${source} sudah diubah dengan ${short}, tetapi di bagian lain.`,
        ),
      ];
    return [
      paragraph({
        bold: english
          ? `${source} was changed by ${short}; please look there as well.`
          : `${source} sudah diubah dengan ${short}. Periksa juga peraturan itu.`,
      }),
    ];
  });
}

/** The words of the document that changed a provision. */
export function changedWords({ changedBy = [] }: Statement, english = false): Block[] {
  return changedBy.flatMap(({ short, place }): Block[] =>
    place
      ? [
          paragraph({ bold: english ? `It was changed to (${short}):` : `Perubahannya (${place.where}, ${short}):` }),
          quote(shortened(place.quote.replaceAll('*', ''), WORDS_SHOWN)),
        ]
      : [],
  );
}

function addressOf({ citation: { document: _document, quote: _quote, basis: _basis, ...address } }: Statement) {
  return address;
}
