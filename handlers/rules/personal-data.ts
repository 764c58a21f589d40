/** What stands in a text instead of what was taken out. */
export const MASK = '[disamarkan]';

// Longest first: a phone number must not be cut out of a NIK.
const NUMBERS = [
  /\b\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}\b/g, // NPWP as printed
  /\b\d(?:[ .-]?\d){14,15}\b/g, // NIK, NPWP of 15 or 16 digits
  /(?:\+62|\b62|\b0)[\s-]?8\d(?:[\s.-]?\d){6,11}\b/g, // mobile numbers
  // Bounded, or a long text of dots would be tried from each of them to its end.
  /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g,
];
/** A secret that was named as one: "password saya: abc", "otp 123456", "sandinya Rahasia1". */
const NAMED =
  /\b((?:kata\s*sandi|sandi|pass?word|pasword|passwd|pw|otp|pin|passphrase|token)(?:nya|ku)?(?:\s+(?:saya|sy|aku|akun|spse|lpse))*)(\s*(?:[:=]|\badalah\b|\byaitu\b)\s*|\s+(?=\S*\d)(?=\S{4}))(\S+)/giu;
/** What follows "password:" in a question about passwords. */
const NO_SECRET =
  /^(?:apa\w*|(?:ba)?gimana|kenapa|mengapa|kapan|siapa|mana|berapa|cara\w*|lupa|tidak|nggak|ga?k|salah|bisa|harus|perlu|boleh|reset|ganti|hilang|kode|kata|yang|yg|itu|ini|what|how|why|is)[?.,!]*$/iu;

/**
 * Takes passwords and personal numbers out of a text (UU 27/2022 Pasal 16: no more data than the purpose needs).
 * Package and ticket codes stay: they are shorter.
 */
export function maskPersonalData(text: string): { text: string; found: boolean } {
  let masked = text.replace(NAMED, (all, name: string, between: string, value: string) =>
    NO_SECRET.test(value) ? all : `${name}${between}${MASK}`,
  );
  for (const pattern of NUMBERS) masked = masked.replace(pattern, MASK);
  return { text: masked, found: masked !== text };
}
