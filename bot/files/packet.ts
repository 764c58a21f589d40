import PDFDocument from 'pdfkit';
import type { Packet } from '../../handlers/index.ts';
import { readHeader } from './pixels.ts';
import { winAnsi } from './win-ansi.ts';

/** A picture of a packet, already blackened (PNG or JPEG); without bytes it is left out and that is said. */
export type PacketPicture = { name: string; bytes: Uint8Array | undefined };

/** In points, 72 to an inch. */
const MARGIN = 56;
const LABEL_WIDTH = 130;
const GAP = 8;
const SIZE = { title: 16, heading: 12, text: 10, small: 8 };
const FONT = { plain: 'Helvetica', bold: 'Helvetica-Bold' };
const GREY = '#555555';
/** For a name of one line above a picture. */
const HEADING_ROOM = 24;
/** On a screen a point is three quarters of a point of print: larger than that a picture only gets coarse. */
const POINT_OF_SCREEN = 0.75;

/**
 * The packet for LKPP as a PDF (A4): title, facts, sections, then the pictures; page numbers below. Its metadata hold the
 * title and the time, and nobody's name.
 */
export async function writePacket(packet: Packet, pictures: PacketPicture[], at: Date): Promise<Uint8Array> {
  const doc = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    lang: 'id-ID',
    info: { Title: winAnsi(packet.title), CreationDate: at, ModDate: at },
  });
  const bytes = collect(doc);
  writeTitle(doc, packet.title);
  for (const { label, value } of packet.facts) writeFact(doc, label, value);
  for (const { heading, lines } of packet.sections) writeSection(doc, heading, lines);
  if (pictures.length > 0) {
    doc.moveDown().font(FONT.plain).fontSize(SIZE.text).fillColor(GREY).text(winAnsi(packet.pictureNote));
    for (const picture of pictures) writePicture(doc, picture, packet.pictureLeftOut);
  }
  numberPages(doc);
  doc.end();
  return await bytes;
}

type Doc = PDFKit.PDFDocument;

function collect(doc: Doc): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
}

function writeTitle(doc: Doc, title: string): void {
  doc
    .font(FONT.bold)
    .fontSize(SIZE.title)
    .fillColor('black')
    .text(winAnsi(title), { width: widthOf(doc) });
  const y = doc.y + GAP / 2;
  doc
    .moveTo(MARGIN, y)
    .lineTo(MARGIN + widthOf(doc), y)
    .lineWidth(0.75)
    .strokeColor(GREY)
    .stroke();
  doc.y = y + GAP;
}

function writeFact(doc: Doc, label: string, value: string): void {
  const [name, text] = [winAnsi(label), winAnsi(value)];
  const width = widthOf(doc) - LABEL_WIDTH;
  doc.font(FONT.plain).fontSize(SIZE.text);
  const height = Math.max(doc.heightOfString(text, { width }), doc.heightOfString(name, { width: LABEL_WIDTH - GAP }));
  if (height > roomOf(doc) && height < pageRoom(doc)) doc.addPage();
  const { y } = doc;
  doc.fillColor(GREY).text(name, MARGIN, y, { width: LABEL_WIDTH - GAP });
  const below = doc.y;
  doc.fillColor('black').text(text, MARGIN + LABEL_WIDTH, y, { width });
  doc.x = MARGIN;
  // A value that went over the page ends on the next one.
  doc.y = (doc.y < y ? doc.y : Math.max(doc.y, below)) + GAP / 2;
}

function writeSection(doc: Doc, heading: string, lines: string[]): void {
  doc.moveDown(0.5);
  // A heading alone at the foot of a page belongs to nothing.
  if (roomOf(doc) < HEADING_ROOM * 2) doc.addPage();
  writeHeading(doc, heading);
  doc.font(FONT.plain).fontSize(SIZE.text).fillColor('black');
  for (const line of lines) doc.text(winAnsi(line), { width: widthOf(doc), paragraphGap: 3 });
}

function writeHeading(doc: Doc, heading: string): void {
  doc.font(FONT.bold).fontSize(SIZE.heading).fillColor('black');
  doc.text(winAnsi(heading), MARGIN, doc.y, { width: widthOf(doc) }).moveDown(0.3);
}

function writePicture(doc: Doc, { name, bytes }: PacketPicture, leftOut: string): void {
  doc.moveDown();
  const header = bytes && readHeader(bytes);
  if (!header) {
    if (roomOf(doc) < HEADING_ROOM * 2) doc.addPage();
    writeHeading(doc, name);
    doc.font(FONT.plain).fontSize(SIZE.text).fillColor(GREY).text(winAnsi(leftOut));
    return;
  }
  const [natural, tallest] = [header.height * POINT_OF_SCREEN, pageRoom(doc) - HEADING_ROOM];
  const scale = POINT_OF_SCREEN * Math.min(1, widthOf(doc) / (header.width * POINT_OF_SCREEN), tallest / natural);
  const [width, height] = [header.width * scale, header.height * scale];
  if (height + HEADING_ROOM > roomOf(doc)) doc.addPage();
  writeHeading(doc, name);
  const { y } = doc;
  doc.image(Buffer.from(bytes), MARGIN, y, { width, height });
  doc.rect(MARGIN, y, width, height).lineWidth(0.5).strokeColor(GREY).stroke();
  doc.y = y + height;
}

function numberPages(doc: Doc): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page++) {
    doc.switchToPage(page);
    // Text below the margin would begin a new page.
    doc.page.margins.bottom = 0;
    doc.font(FONT.plain).fontSize(SIZE.small).fillColor(GREY);
    doc.text(`${page - start + 1} / ${count}`, MARGIN, doc.page.height - MARGIN / 2, {
      width: widthOf(doc),
      align: 'right',
    });
  }
}

const widthOf = (doc: Doc) => doc.page.width - 2 * MARGIN;
const pageRoom = (doc: Doc) => doc.page.height - 2 * MARGIN;
const roomOf = (doc: Doc) => doc.page.height - MARGIN - doc.y;
