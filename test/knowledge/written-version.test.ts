import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';

const SCHEMA = '../../knowledge/written/schema.ts';
const NEUTRAL = '../../knowledge/written/neutral.ts';

/** The version as it would be with another module in place of one. */
async function versionWith(module?: string, other?: object): Promise<string> {
  vi.resetModules();
  if (module !== undefined) vi.doMock(module, async (original) => ({ ...(await original<object>()), ...other }));
  return (await import('../../knowledge/written/prompt.ts')).PROMPT_VERSION;
}

describe('the version of the prompt', () => {
  afterEach(() => {
    vi.doUnmock(SCHEMA);
    vi.doUnmock(NEUTRAL);
  });

  it('stays the same for the same', async () => {
    expect(await versionWith()).toBe(await versionWith());
  });

  it('changes with what a model is to fill in, its descriptions too', async () => {
    const described = (text: string) => ({
      OUTPUT_SCHEMA: z.toJSONSchema(z.object({ maksud: z.string().describe(text) })),
    });
    const one = await versionWith(SCHEMA, described('Maksud pesan.'));
    expect(await versionWith(SCHEMA, described('Maksud pesan itu.'))).not.toBe(one);
    vi.doUnmock(SCHEMA);
    expect(await versionWith()).not.toBe(one);
  });

  it('changes when texts are made harmless otherwise', async () => {
    const now = await versionWith();
    expect(await versionWith(NEUTRAL, { neutral: (text: string) => text })).not.toBe(now);
  });
});
