// What the Bot API sends is read field by field: a value of an unexpected kind counts as absent.

/** The fields of an object; none for anything else. */
export function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function whole(value: unknown): number | undefined {
  return Number.isSafeInteger(value) ? (value as number) : undefined;
}

/** Without the two things that PostgreSQL cannot store: NUL and halves of surrogate pairs. */
export function words(value: unknown): string | undefined {
  return typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : undefined;
}
