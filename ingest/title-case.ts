/** "PERATURAN BUPATI" as "Peraturan Bupati". */
export const titleCase = (text: string): string =>
  text
    .toLowerCase()
    .replace(/(^|[\s/])([a-z])/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
