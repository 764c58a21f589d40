import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError, loadDotEnv, readConfig, variableNames } from '../config.ts';

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toEqual({ dataDir: './data', databaseUrl: undefined, logLevel: 'info' });
  });

  it('takes what is given', () => {
    const env = { DATA_DIR: '/srv/helpdesk', DATABASE_URL: 'postgresql://a:b@localhost/c', LOG_LEVEL: 'debug' };
    expect(readConfig(env)).toEqual({
      dataDir: '/srv/helpdesk',
      databaseUrl: 'postgresql://a:b@localhost/c',
      logLevel: 'debug',
    });
  });

  it('takes an empty value for a missing one', () => {
    expect(readConfig({ DATA_DIR: '', DATABASE_URL: '', LOG_LEVEL: ' ' })).toEqual(readConfig({}));
  });

  it('names every bad variable at once, and tells no password', () => {
    const read = () => readConfig({ DATABASE_URL: 'mysql://a:rahasia@b/c', LOG_LEVEL: 'verbose' });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/^Konfigurasi salah: DATABASE_URL harus .*; LOG_LEVEL harus .*, bukan "verbose"\./);
    expect(read).not.toThrow(/rahasia/);
  });

  it.each(['http://localhost/x', 'postgres//localhost', 'postgres://a b c:x'])('refuses %s', (url) => {
    expect(() => readConfig({ DATABASE_URL: url })).toThrow(ConfigError);
  });

  it('reads anything or says what is wrong', () => {
    const value = fc.option(fc.string(), { nil: undefined });
    const env = fc.record(Object.fromEntries(variableNames.map((name) => [name, value])));
    fc.assert(
      fc.property(env, (given) => {
        try {
          expect(readConfig(given).dataDir).not.toBe('');
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
        }
      }),
    );
  });
});

describe('.env.example', () => {
  const text = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');

  it('has exactly the variables there are, with their defaults', () => {
    expect(Object.keys(parseEnv(text)).sort()).toEqual([...variableNames].sort());
    expect(readConfig(parseEnv(text))).toEqual(readConfig({}));
  });

  it('explains each variable in a comment', () => {
    const lines = text.trim().split('\n');
    for (const name of variableNames) {
      const at = lines.findIndex((line) => line.startsWith(`${name}=`));
      expect(lines[at - 1], name).toMatch(/^# \S/);
    }
  });
});

describe('loadDotEnv', () => {
  it('fills in what is not set, and does nothing without a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'helpdesk-'));
    try {
      process.env.HELPDESK_TEST_SET = 'from outside';
      writeFileSync(join(folder, '.env'), 'HELPDESK_TEST_SET=from file\nHELPDESK_TEST_NEW=from file\n');
      loadDotEnv(join(folder, '.env'));
      expect(process.env.HELPDESK_TEST_SET).toBe('from outside');
      expect(process.env.HELPDESK_TEST_NEW).toBe('from file');
      expect(() => loadDotEnv(join(folder, 'none'))).not.toThrow();
    } finally {
      delete process.env.HELPDESK_TEST_SET;
      delete process.env.HELPDESK_TEST_NEW;
      rmSync(folder, { recursive: true });
    }
  });
});
