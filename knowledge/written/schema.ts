import { z } from 'zod';

/**
 * What a model fills in. Lengths and numbers are capped by code and not here: servers refuse schemas that limit strings, and one
 * sentence too long shall not throw away the others.
 */
export const OUTPUT = z.object({
  maksud: z
    .enum(['pertanyaan', 'keluhan', 'di_luar_wewenang', 'di_luar_topik', 'sapaan'])
    .describe('Maksud pesan; "pertanyaan" bila ragu.'),
  kelengkapan: z
    .enum(['lengkap', 'sebagian', 'tidak_ada'])
    .describe('Seberapa lengkap kutipan menjawab; "tidak_ada" bila tidak satu pun menjawab, dan klaim dikosongkan.'),
  klaim: z
    .array(
      z.object({
        teks: z.string().describe('Satu kalimat, paling banyak 400 huruf, tanpa tanda kutipan.'),
        sumber: z
          .array(z.string())
          .describe('Tanda 1 sampai 4 kutipan yang memuat seluruh isi kalimat, misalnya ["S1"].'),
      }),
    )
    .describe('Paling banyak 8 kalimat, menurut urutan jawaban.'),
});

/** What a model wrote, before anything of it was checked. */
export type Output = z.infer<typeof OUTPUT>;

/** The same for those who are told it in words. */
export const OUTPUT_SCHEMA = z.toJSONSchema(OUTPUT);

const TRUST = z.array(z.object({ from: z.number(), right: z.number() }));
const NEARBY = z.object({
  hits: z.array(z.object({ hash: z.string(), likeness: z.number() })),
  trust: TRUST,
  ofPassages: TRUST.exactOptional(),
});
/** An output as it is kept, with what it was asked with. */
export const KEPT = z.object({ output: OUTPUT, nearby: NEARBY.exactOptional(), prompt: z.string() });
