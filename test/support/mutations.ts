import fc from 'fast-check';

type Json = Record<string, unknown>;
type Place = { in: Json | unknown[]; key: string | number };

/** What stands nowhere in a sound payload: wrong types, numbers beyond all, text that PostgreSQL or UTF-8 do not take. */
const NONSENSE: unknown[] = [
  ...[null, true, false, 0, -1, -5_000_000_001, 0.5, 2 ** 53, 1e308],
  ...[
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    '\udc00\ud800 x',
    '../..',
    '-1',
    '9'.repeat(30),
    '/'.repeat(50),
    'x'.repeat(20_000),
  ],
  ...['__proto__', 'constructor', '<@U1|>', '/tanya', '{"id":1,"place":{"channel":"slack"}}'],
  ...[[], [[]], [null], {}, { id: null }, { toString: 1 }],
];

/** Sound payloads in which up to six values were removed, exchanged for nonsense, or for a value from somewhere else in it. */
export function mutated<Sound>(sound: Sound[]): fc.Arbitrary<Sound> {
  const change = fc.record({ at: fc.nat(), how: fc.constantFrom('remove', 'replace', 'move'), by: fc.nat() });
  return fc
    .tuple(fc.constantFrom(...sound), fc.array(change, { minLength: 1, maxLength: 6 }))
    .map(([payload, changes]) => {
      const copy = structuredClone(payload);
      for (const { at, how, by } of changes) {
        const places = placesIn(copy as Json);
        const place = places[at % places.length];
        if (!place) break;
        const { in: owner, key } = place as { in: Json; key: string };
        const other = places[by % places.length] as { in: Json; key: string };
        if (how === 'remove') delete owner[key];
        else owner[key] = structuredClone(how === 'move' ? other.in[other.key] : NONSENSE[by % NONSENSE.length]);
      }
      return copy;
    });
}

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [{ in: value as Json, key }, ...placesIn(inner)]);
}
