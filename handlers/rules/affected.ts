import { speaksOfTrouble } from './about-trouble.ts';
import type { AffectedService } from './announcement.ts';
import { type Category, isRestricted, type Kind } from './ticket.ts';

/** Services that people call by their name; the others are parts of SPSE to them. */
const NAMED: [says: RegExp, service: AffectedService][] = [
  [/\bspse\w*|\bspsi\b|\be-?proc\b/iu, 'spse'],
  [/\bSIKaP\b|\b(?:aplikasi|web|data|akun|login) sikap\b/u, 'sikap'],
  [/\be?-?\s?(?:k|c)atalogu?e?\b|\be-?purchasing\b/iu, 'katalog'],
  [/\binaproc?\w*/iu, 'inaproc'],
];
/** One logs in to SPSE with an account of INAPROC, and it stands on the domain of INAPROC. */
const PARTS_OF: Partial<Record<AffectedService, readonly AffectedService[]>> = {
  spse: ['akun', 'dokumen', 'inaproc', 'situs'],
  inaproc: ['akun', 'spse'],
};
/** It may be any. */
const ANY: AffectedService = 'lain';

/** Whether trouble with these services may be what a message speaks of: the service that it names, or any when it names none. */
export function mayBeAbout(services: readonly AffectedService[], text: string): boolean {
  const named = NAMED.filter(([pattern]) => pattern.test(text)).map(([, service]) => service);
  if (named.length === 0) return services.some((service) => service !== 'kantor');
  const meant = [...named, ...named.flatMap((service) => PARTS_OF[service] ?? []), ANY];
  return services.some((service) => meant.includes(service));
}

/** The categories of tickets that trouble with a service brings. */
const BRINGS: Record<AffectedService, readonly Category[]> = {
  spse: ['aplikasi', 'jaringan', 'akun', 'dokumen', 'verifikasi'],
  akun: ['akun', 'verifikasi', 'aplikasi'],
  dokumen: ['dokumen', 'aplikasi'],
  sikap: ['data_penyedia'],
  katalog: ['aplikasi'],
  inaproc: ['akun', 'aplikasi', 'jaringan'],
  situs: ['jaringan', 'aplikasi'],
  jaringan: ['jaringan', 'fasilitas'],
  kantor: ['fasilitas'],
  lain: ['aplikasi', 'jaringan', 'lain'],
};
/** In these nobody reports anything else than that something is out of order. */
const OF_TROUBLE: readonly Category[] = ['aplikasi', 'jaringan'];

/** What of a ticket tells whether it is about trouble. */
export type Reported = { kind: Kind; category: Category; restricted: boolean; description: string };

/**
 * Whether a ticket is about trouble with these services, so that its reporter is told when that is over. A request is not,
 * and of a category that people also have trouble of their own with only what speaks of the system.
 */
export function isReportOf(
  services: readonly AffectedService[],
  { kind, category, restricted, description }: Reported,
): boolean {
  if (restricted || isRestricted(category) || kind === 'permintaan' || kind === 'saran') return false;
  if (!services.some((service) => BRINGS[service].includes(category))) return false;
  if (category === 'fasilitas') return true;
  return mayBeAbout(services, description) && (OF_TROUBLE.includes(category) || speaksOfTrouble(description, true));
}
