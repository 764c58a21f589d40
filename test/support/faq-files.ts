import type { FaqHead } from '../../db/faqs.ts';
import type { FaqPlanContext } from '../../ingest/faq-plan.ts';
import type { Basis, FaqContent } from '../../knowledge/index.ts';

/** A regulation of ninety-nine Pasal, of which nothing is known but their numbers. */
const findBasis = (text: string): Basis | undefined => {
  const pasal = /^Pasal (\d{1,2})$/u.exec(text)?.[1];
  return pasal === undefined ? undefined : { document: 'perbup', pasal: Number(pasal) };
};
export const basisText = ({ pasal }: Basis): string => `Pasal ${pasal}`;

export const planContext: FaqPlanContext = {
  findBasis,
  basisText,
  unitFields: ['telepon', 'jam_layanan'],
  today: '2026-11-23',
  owners: [
    { id: 7, name: 'Mawar' },
    { id: 8, name: 'Darwis' },
  ],
};

export const faqContent = (change: Partial<FaqContent> = {}): FaqContent => ({
  question: 'Bagaimana mengganti e-mail akun?',
  variants: ['ganti email gimana'],
  answer: 'Kirim surat permohonan.\nPetugas memeriksanya.',
  basis: [{ document: 'perbup', pasal: 21 }],
  topic: 'akun',
  ...change,
});

/** A published entry as it is stored. */
export function faqHead(
  id: number,
  content: FaqContent,
  change: Partial<FaqHead<FaqContent>> = {},
): FaqHead<FaqContent> {
  return {
    ...{ id, published: 1, proposed: null, proposed_state: null, revision: 3, owner: 7, owner_name: 'Mawar' },
    ...{ review_by: '2027-02-01', reviewed_at: null, reminded_for: null, basis_changed_at: null, basis_changed: null },
    ...{ basis_told_at: null, withdrawn_at: null, withdrawn_why: null, shipped: false, gap: null },
    ...{ made_at: new Date(0), version: 1, content, state: 'terbit', author: 8, author_name: 'Darwis' },
    written_at: new Date(0),
    ...change,
  };
}
