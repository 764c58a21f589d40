import { describe, expect, it } from 'vitest';
import { VERBS } from '../../handlers/actions.ts';
import { may, ROLE_NAMES } from '../../handlers/rules/permission.ts';

const roles = Object.keys(ROLE_NAMES);

describe('who may do what', () => {
  it('denies what no rule names, to everybody', () => {
    for (const deed of ['command:hapus', 'press:nothing', 'form:x', '', 'constructor', '__proto__'])
      expect(may(roles, deed), deed).toBe(false);
  });

  it('lets somebody without a role only ask', () => {
    const allowed = VERBS.filter((verb) => may([], `press:${verb}`));
    expect(allowed).toEqual([
      'menu',
      'ask',
      'sources',
      'answer',
      'useful',
      'useless',
      'reason',
      'again',
      'cancel',
      'share',
    ]);
    for (const name of ['start', 'bantuan', 'tanya', 'tanyakan', 'batal'])
      expect(may([], `command:${name}`), name).toBe(true);
    for (const name of ['peran', 'kiriman', 'petugas', 'daftar']) expect(may([], `command:${name}`), name).toBe(false);
  });

  it.each([
    ['command:peran', ['admin']],
    ['press:roles', ['admin']],
    ['form:roles', ['admin']],
    ['command:kiriman', ['lpd', 'asi', 'admin']],
    ['press:reply', ['lpd', 'kepala', 'admin']],
    ['form:reply', ['lpd', 'kepala', 'admin']],
    ['press:register', roles],
    ['press:person', roles],
    ['command:petugas', roles],
    ['press:resend', ['lpd', 'asi', 'admin']],
    ['press:dismiss', ['lpd', 'asi', 'admin']],
    ['press:share', roles],
    ['view:home', roles],
    ['form:ask', roles],
    ['form:reason', roles],
  ])('%s', (deed, allowed) => {
    expect(roles.filter((role) => may([role], deed))).toEqual(roles.filter((role) => allowed.includes(role)));
  });
});
