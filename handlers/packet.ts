/** What goes to LKPP with a ticket (Pasal 23 ayat (3)), as data; the program makes a PDF of it. */
export type Packet = {
  title: string;
  facts: { label: string; value: string }[];
  sections: { heading: string; lines: string[] }[];
  /** Numbers of stored pictures, in order. Personal data that can be read in them is blackened before they go in. */
  pictures: { file: number; name: string }[];
  /** Said once above the pictures. */
  pictureNote: string;
  /** Said in place of a picture that cannot be read, and so cannot be blackened. */
  pictureLeftOut: string;
};
