/** What stands in a question instead of a name, number or secret, e.g. [NAMA_1]; the groups are its kind and number. */
export const PLACEHOLDER = /\[(NAMA|SANDI|NOMOR|TELEPON|SUREL|REKENING|LAHIR)_(\d{1,3})\]/gu;

/** The text without placeholders: "[TELEPON_1]" asks for no telephone. */
export const withoutPlaceholders = (text: string): string => text.replace(PLACEHOLDER, ' ');
