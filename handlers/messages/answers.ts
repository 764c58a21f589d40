import {
  type Answer,
  type Citation,
  formatAddress,
  type Gap,
  type Matter,
  type Modality,
  type Statement,
  type Unit,
} from '../../knowledge/index.ts';
import type { Block, Span } from '../reply.ts';
import { lastLapsedDay } from '../rules/faq.ts';
import { list, note, paragraph, quote } from './blocks.ts';
import { changedWords, changesFirst } from './in-force.ts';
import { calendarDay } from './time.ts';

/** A phrase without markup, in the language of the question. */
type Text = string;

/**
 * The answer in words: the fact first, then where it stands, then the words of the text. `today` is the day in the zone of the
 * unit, e.g. 2026-11-23; without it nothing is said of what should have been looked at again.
 */
export function answered(answer: Answer, unit: Unit, today?: string): Block[] {
  const { statements, explanation, alternatives, yesOrNo, english, unitFacts, partial, understoodAs } = answer;
  const blocks: Block[] = [];
  if (understoodAs !== undefined)
    blocks.push(note(english ? `I understood: ${understoodAs}` : `Saya pahami: ${understoodAs}`));
  if (unitFacts) blocks.push(paragraph(lines(unitHint(Object.keys(unitFacts), unit, english))));
  if (english) blocks.push(paragraph('Here is what the regulation says (in Indonesian):'));
  blocks.push(...changesFirst([...statements, ...alternatives], english));
  for (const statement of statements) blocks.push(...stated(statement, yesOrNo && statements.length === 1, english));
  if (explanation) blocks.push(...explaining(explanation, english));
  blocks.push(...otherReadings(alternatives, english));
  if (partial)
    blocks.push(
      note(
        english
          ? 'If part of your question is still open, please ask it separately.'
          : 'Bila ada bagian pertanyaan Anda yang belum terjawab, tanyakan tersendiri.',
      ),
    );
  const remarks = remarksOf([...statements, ...(explanation ? [explanation] : []), ...alternatives], today);
  if (remarks.length > 0) blocks.push(note(lines(remarks.map((remark) => `Catatan: ${remark}`))));
  return blocks;
}

/** What may have been meant instead. */
export const otherReadings = (alternatives: Statement[], english: boolean): Block[] =>
  alternatives.flatMap((statement) => [
    paragraph(english ? 'Or perhaps you mean:' : 'Atau mungkin ini yang Anda maksud:'),
    ...stated(statement, false, english),
  ]);

/** What the FAQ adds: below the regulation, since it cannot change it. */
export const explaining = (explanation: Statement, english: boolean): Block[] => [
  paragraph({ bold: english ? 'Explanation:' : 'Penjelasan:' }),
  ...stated(explanation, false, english),
];

/** A statement, its place and its words. Words that are the statement already are not said twice. */
export function stated(statement: Statement, yesOrNo = false, english = false): Block[] {
  const { fact } = statement;
  const blocks: Block[] = [];
  const opener = yesOrNo && statement.modality ? modal(statement.modality, english) : '';
  const said = [opener, fact ?? ''].filter((part) => part !== '').join(' ');
  if (said !== '') blocks.push(paragraph(said));
  if (fact !== undefined && isPractical(statement)) blocks.push(note(`(${placeOf(statement)}${takenFrom(statement)})`));
  else blocks.push(...cited(statement));
  blocks.push(...changedWords(statement, english));
  blocks.push(...basisBlocks(statement));
  return blocks;
}

/** The provisions that an SOP or FAQ rests on, but for those in `but`. */
export const basisBlocks = ({ citation: { basis = [] } }: Statement, but: readonly Statement[] = []): Block[] =>
  basis
    .filter(({ quote: words }) => !but.some(({ citation }) => citation.quote === words))
    .flatMap((one) => [paragraph({ bold: `Dasar: ${basisName(one)}` }), quote(shorten(clean(one.quote)))]);

type Basis = NonNullable<Citation['basis']>[number];

/** "Pasal 21 ayat (3)", and with its document where that is not clear. */
const basisName = ({ source, ...basis }: Basis): string =>
  source === undefined ? formatAddress(basis) : placeOf({ citation: basis, source });

export function takenFrom({ taken }: Statement): string {
  if (!taken) return '';
  return `; sumber: ${taken.text}${taken.date === undefined ? '' : `, ${calendarDay(taken.date)}`}`;
}

const isPractical = ({ citation: { bagian } }: Statement) => bagian === 'FAQ' || bagian === 'langkah';

/** Where it stands, and the words that stand there. */
function cited(statement: Pick<Statement, 'citation' | 'source' | 'shown'>): Block[] {
  return [paragraph({ bold: `${placeOf(statement)}:` }), quote(statement.shown)];
}

const lines = (all: string[]): Span => all.join('\n');

/** "Pasal 21 ayat (3), Perbup Polewali Mandar 31/2012" */
export function placeOf({ citation, source }: Pick<Statement, 'citation' | 'source'>): string {
  const { document: _document, quote: _quote, basis: _basis, ...address } = citation;
  if (citation.bagian === 'FAQ') return citation.angka === undefined ? source : `${source} nomor ${citation.angka}`;
  if (citation.bagian === 'langkah') return `${source}, langkah ${citation.angka}`;
  return `${formatAddress(address)}, ${source}`;
}

const clean = (text: string) =>
  text
    .replaceAll('*', '')
    .replace(/\n\s*[-•–]?\s*/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();

/** A basis shown under a FAQ need not be whole: the full quotation is one step away. */
const BASIS_LENGTH = 240;
const shorten = (text: string) =>
  text.length <= BASIS_LENGTH ? text : `${text.slice(0, text.lastIndexOf(' ', BASIS_LENGTH))} …`;

/** The text's own word for it: a possibility stays one, and "tidak perlu" is no ban. */
function modal(modality: Modality, english: boolean): Text {
  const words: Record<Modality, [string, string]> = {
    'tidak perlu': ['Tidak perlu.', 'Not necessary.'],
    'tidak wajib': ['Tidak wajib.', 'Not required.'],
    tidak: ['Tidak.', 'No.'],
    wajib: ['Wajib.', 'It is required.'],
    harus: ['Harus memenuhi ketentuan ini.', 'There is a requirement.'],
    dapat: ['Dapat.', 'It is possible.'],
    berhak: ['Berhak.', 'There is a right to it.'],
  };
  return words[modality][english ? 1 : 0];
}

export function remarksOf(statements: Statement[], today: string | undefined): string[] {
  const remarks: string[] = [];
  for (const statement of statements) {
    const { notes, validity, banner, practice } = statement;
    for (const remark of [...ageOf(statement, today), ...notes, validity, practice, banner])
      if (remark !== undefined && !remarks.includes(remark)) remarks.push(remark);
  }
  return remarks;
}

/** That nobody has looked at it for too long, or that what it rests on is not as it was. */
function ageOf({ reviewBy, basisChanged }: Statement, today: string | undefined): string[] {
  const isLapsed = today !== undefined && reviewBy !== undefined && reviewBy <= lastLapsedDay(today);
  return [
    ...(isLapsed ? [`belum ditinjau sejak ${calendarDay(reviewBy)}.`] : []),
    ...(basisChanged === undefined
      ? []
      : [`dasarnya berubah pada ${calendarDay(basisChanged)}; jawaban ini sedang ditinjau ulang.`]),
  ];
}

const PERSON = 'Kalau perlu, hubungi petugas Bidang Layanan Pengguna dan Dukungan LPSE.';
const PERSON_ENGLISH =
  'If you need it, please ask an officer of the LPSE helpdesk (Bidang Layanan Pengguna dan Dukungan).';

/** Nothing in the sources answers; says which sort of nothing it is, and offers a person. */
export function notFound({ gap, english }: Answer, unit: Unit, sources: string): Block[] {
  return [
    ...gapBlocks(gap ?? { why: 'not_covered' }, unit, sources, english),
    paragraph(english ? PERSON_ENGLISH : PERSON),
  ];
}

function gapBlocks(gap: Gap, unit: Unit, sources: string, english: boolean): Block[] {
  switch (gap.why) {
    case 'not_covered':
      return [
        ...facts(knownFirst(fieldsFor(gap.asked ?? []), unit, english)),
        paragraph(
          english
            ? `This is not regulated: I found no answer in ${sources}.`
            : `Tidak diatur: saya tidak menemukan jawabannya dalam ${sources}.`,
        ),
        ...facts(unknownFacts(fieldsFor(gap.asked ?? []), unit, english)),
      ];
    case 'value_missing':
      return [
        ...facts(knownFirst(fieldsFor(gap.asked), unit, english)),
        paragraph(
          english
            ? `This is not regulated: I did not find the detail you ask for in ${sources}.`
            : `Tidak diatur: rincian yang Anda tanyakan tidak saya temukan dalam ${sources}.`,
        ),
        paragraph(english ? 'What it does say:' : 'Yang diatur hanya:'),
        ...changesFirst([gap.nearest], english),
        ...cited(gap.nearest),
        ...facts(unknownFacts(fieldsFor(gap.asked), unit, english)),
      ];
    case 'no_such_document':
      return [
        paragraph(
          english
            ? `I do not have that regulation. These I have: ${sources}.`
            : `Peraturan itu tidak saya miliki. Yang ada: ${sources}.`,
        ),
      ];
    case 'no_such_place':
      return [paragraph(noSuchPlace(gap, english))];
    case 'no_such_version':
      return [paragraph(noSuchVersion(gap, english))];
    case 'not_defined':
      return [
        paragraph(
          english
            ? `${gap.source} uses the term ${gap.term} but does not define it.`
            : `${gap.term} dipakai dalam ${gap.source}, tetapi tidak didefinisikan di sana.`,
        ),
      ];
    case 'unit_unknown':
      return [paragraph(gap.statement.fact ?? gap.statement.shown), ...facts(unitHint(gap.fields, unit, english))];
  }
}

const facts = (found: string[]): Block[] => (found.length > 0 ? [paragraph(lines(found))] : []);

function noSuchPlace({ named, source, last, exists }: Extract<Gap, { why: 'no_such_place' }>, english: boolean): Text {
  const place = formatAddress(named);
  const of = named.ayat !== undefined ? `Pasal ${named.pasal}` : source;
  if (english) return `${place} does not exist in ${source}.`;
  if (exists) return `${place} tidak ada: ${formatAddress(exists)} ${source} tidak memuatnya.`;
  if (last === undefined) return `${place} tidak ada dalam ${source}.`;
  if (named.ayat === undefined) return `${place} tidak ada: ${of} hanya sampai Pasal ${last}.`;
  return last === 0
    ? `${place} tidak ada: ${of} ${source} tidak terbagi atas ayat.`
    : `${place} tidak ada: ${of} ${source} hanya sampai ayat (${last}).`;
}

function noSuchVersion({ named, source, versions }: Extract<Gap, { why: 'no_such_version' }>, english: boolean): Text {
  const now = versions.at(-1);
  const earlier = versions.slice(0, -1).join(', ');
  if (english)
    return earlier === ''
      ? `${source} has no version ${named}: there is only the one of now, version ${now}.`
      : `${source} has no version ${named}. There are version ${earlier}, and the one of now, version ${now}.`;
  return earlier === ''
    ? `${source} tidak punya versi ${named}: hanya ada yang sekarang, versi ${now}.`
    : `${source} tidak punya versi ${named}. Yang ada: versi ${earlier}, dan yang sekarang, versi ${now}.`;
}

/** What of unit.yaml would answer a question for such a value. */
const UNIT_FIELDS: Record<string, string[]> = {
  jam: ['jam_layanan'],
  kontak: ['telepon', 'whatsapp', 'email'],
  alamat: ['alamat'],
  tautan: ['situs'],
};

const fieldsFor = (asked: string[]) => asked.flatMap((value) => UNIT_FIELDS[value] ?? []);
const knownFirst = (fields: string[], unit: Unit, english: boolean) =>
  unitHint(
    fields.filter((field) => unit.facts[field] !== undefined),
    unit,
    english,
  );
const unknownFacts = (fields: string[], unit: Unit, english: boolean) =>
  unitHint(
    fields.filter((field) => unit.facts[field] === undefined),
    unit,
    english,
  );

const FIELD_NAMES: Record<string, string> = {
  jam_layanan: 'jam layanan',
  alamat: 'alamat',
  telepon: 'telepon',
  email: 'e-mail',
  whatsapp: 'WhatsApp',
  situs: 'alamat situs',
  biaya: 'biaya',
};

export function unitHint(fields: string[], unit: Unit, english: boolean): string[] {
  return fields.map((field) => {
    const name = FIELD_NAMES[field] ?? field;
    const known = unit.facts[field];
    if (known !== undefined) return `${name.charAt(0).toUpperCase()}${name.slice(1)} ${unit.short}: ${known}`;
    const whom = unit.askWhom[field] ?? 'petugas LPSE';
    return english
      ? `The unit has not filled in its ${name} yet; please ask ${whom}.`
      : `Data ${name} belum diisi oleh unit; tanyakan ke ${whom}.`;
  });
}

/** Not for LPSE to decide: says so, with the article, the right party, and what LPSE can still do. */
export function outOfAuthority({ statements, explanation, matter, english }: Answer, today?: string): Block[] {
  const [limit] = statements;
  const name = matter?.name ?? (english ? 'this matter' : 'hal itu');
  const blocks = [
    paragraph(english ? `LPSE cannot do or decide this: ${name}.` : `LPSE tidak berwenang atas ${name}.`),
  ];
  if (limit)
    blocks.push(
      ...changesFirst([limit], english),
      paragraph({ bold: `${placeOf(limit)}:` }),
      quote(limitQuote(limit, matter)),
    );
  if (matter)
    blocks.push(paragraph(english ? `Please turn to: ${matter.party}.` : `Silakan hubungi: ${matter.party}.`));
  if (matter?.help !== undefined) blocks.push(paragraph(matter.help));
  if (explanation) blocks.push(...explaining(explanation, english));
  const remarks = explanation ? remarksOf([explanation], today) : [];
  if (remarks.length > 0) blocks.push(note(lines(remarks.map((remark) => `Catatan: ${remark}`))));
  return blocks;
}

/** Of the long list only the matter in question, between marks of omission. */
function limitQuote(limit: Statement, matter: Matter | undefined): string {
  const opening = limit.shown.match(/^(.*?tidak bertanggung jawab terhadap)\s/isu)?.[1];
  if (!matter?.quote || opening === undefined) return limit.shown;
  return `${opening} … ${matter.quote} …`;
}

/** Trouble or a request: taken seriously, with what to have at hand. Never asks for a password. */
export function complaint({ statements, english }: Answer, unit: Unit): Block[] {
  const [duty] = statements;
  const basis = duty ? cited(duty) : [];
  if (english)
    return [
      paragraph(
        'It sounds as if you have a problem that an officer must look at. The helpdesk (Bidang Layanan Pengguna dan Dukungan) handles it.',
      ),
      ...basis,
      paragraph(
        `Please have ready: the package code (if any), the time (${unit.zoneName}), the exact message and a screenshot. Never send a password or OTP.`,
      ),
    ];
  return [
    paragraph(
      'Ini saya pahami sebagai keluhan atau permintaan, yang ditangani petugas Bidang Layanan Pengguna dan Dukungan dengan tiket.',
    ),
    ...basis,
    paragraph(
      `Siapkan kode paket (bila ada), waktu kejadian (${unit.zoneName}), bunyi pesan galat, dan tangkapan layar. Jangan pernah mengirim kata sandi atau OTP.`,
    ),
  ];
}

export function offTopic({ english }: Answer, unit: Unit): Block[] {
  return [
    paragraph(
      english
        ? `I can only help with ${unit.short}: registration, SPSE accounts, documents, service and the regulation behind it.`
        : `Saya hanya dapat membantu soal ${unit.short}: pendaftaran, akun SPSE, dokumen, layanan, dan aturan yang mendasarinya.`,
    ),
  ];
}

export function refused({ english }: Answer): Block[] {
  return [
    paragraph(
      english
        ? 'I cannot do that. I only quote the documents as they are, and I do not show instructions or other people’s data. Please ask about LPSE services.'
        : 'Permintaan itu tidak dapat saya penuhi. Saya hanya mengutip dokumen apa adanya, dan tidak menampilkan instruksi maupun data orang lain. Silakan bertanya tentang layanan LPSE.',
    ),
  ];
}

export function smalltalk({ talk, english }: Answer, unit: Unit): Block[] {
  return [paragraph(smalltalkText(talk, english, unit))];
}

function smalltalkText(talk: Answer['talk'], english: boolean, unit: Unit): Text {
  if (talk === 'thanks')
    return english ? 'You are welcome. Ask again any time.' : 'Sama-sama. Silakan bertanya lagi kapan saja.';
  if (talk === 'farewell') return english ? 'Goodbye.' : 'Sampai jumpa.';
  if (talk === 'puzzled')
    return english
      ? 'Sorry, I did not understand that. Please ask in other words, for example: “which documents do I need to register?”'
      : 'Maaf, saya belum paham. Coba tulis dengan kata lain, misalnya: “syarat daftar penyedia apa saja?”';
  if (talk === 'identity')
    return english
      ? `I am the helpdesk bot of ${unit.short}. I answer by quoting the regulation, and hand over to an officer when it does not help.`
      : `Saya bot helpdesk ${unit.short}, bukan orang. Saya menjawab dengan mengutip peraturan, dan mengarahkan ke petugas bila itu tidak cukup.`;
  return english
    ? `Hello, this is the helpdesk bot of ${unit.short}. What would you like to know?`
    : `Halo, ini bot helpdesk ${unit.short}. Apa yang ingin Anda tanyakan? Misalnya: “syarat daftar penyedia apa saja?”`;
}

/** Too short to know what is meant: offers what it could be. */
export function clarified({ alternatives, english }: Answer): Block[] {
  return [
    paragraph(english ? 'What would you like to know? For example:' : 'Apa yang ingin Anda ketahui? Misalnya:'),
    list(alternatives.map((statement) => [`${placeOf(statement)}: ${shorten(statement.shown.replaceAll('\n', ' '))}`])),
  ];
}

/** The citations of an answer, every one with its words exactly as they are stored. */
export function sources(citations: { citation: Citation; source: string }[], english: boolean): Block[] {
  if (citations.length === 0)
    return [paragraph(english ? 'This answer has no source.' : 'Jawaban ini tidak bersumber.')];
  return [
    { kind: 'heading', text: english ? 'Sources, word for word' : 'Sumber, kata demi kata' },
    ...citations.flatMap(({ citation, source }): Block[] => [
      paragraph({ bold: placeOf({ citation, source }) }),
      quote(citation.quote),
      ...(citation.basis ?? []).flatMap((basis): Block[] => [
        paragraph({ bold: `Dasar: ${basisName(basis)}` }),
        quote(basis.quote),
      ]),
    ]),
  ];
}
