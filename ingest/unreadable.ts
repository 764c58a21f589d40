/** Why a file was refused; the list at readSource says when each is given. */
type UnreadableReason =
  | 'missing'
  | 'empty'
  | 'unknown_format'
  | 'encrypted'
  | 'no_text'
  | 'broken'
  | 'too_large'
  | 'encoding';

/** A file that cannot be used. `message` is Indonesian and says which file, why, and what to do. */
export class UnreadableFile extends Error {
  readonly path: string;
  readonly reason: UnreadableReason;

  constructor(path: string, reason: UnreadableReason, explanation: string, options?: ErrorOptions) {
    super(`Berkas "${path}" tidak dapat dibaca: ${explanation}`, options);
    this.name = 'UnreadableFile';
    this.path = path;
    this.reason = reason;
  }
}

/** What the reader of one format throws, without knowing the path; readSource turns it into an UnreadableFile. */
export class Refusal extends Error {
  readonly reason: UnreadableReason;

  constructor(reason: UnreadableReason, explanation: string, options?: ErrorOptions) {
    super(explanation, options);
    this.reason = reason;
  }
}

/** For a file that opens only with a password. */
export function encrypted(cause?: unknown): Refusal {
  return new Refusal('encrypted', 'terkunci kata sandi. Simpan salinan tanpa kata sandi.', { cause });
}

/** For a file that is sound but holds no text. */
export function noText(): Refusal {
  return new Refusal(
    'no_text',
    'tidak ada teks yang terbaca di dalamnya, juga tidak dari gambarnya. Berikan naskah yang berisi teks, atau pindaian yang jelas.',
  );
}
