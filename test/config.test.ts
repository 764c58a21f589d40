import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError, loadDotEnv, readConfig, unknownNames, variableNames } from '../config.ts';

const SECRET = '5f0c3b1e9a7d4c2f8b6e1d3a5c7f9b0e2d4a6c8e0f1b3d5a7c9e1f3b5d7a9c0e';
const TELEGRAM = { TELEGRAM_BOT_TOKEN: '7000000001:AAHmohonMaafTokenIniSalah_0123456789' };
const HOOK = { TELEGRAM_WEBHOOK_URL: 'https://contoh.go.id/telegram' };
const OPENAI = { OPENAI_API_KEY: 'sk-percobaan-0123456789' };
const OWN = { OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1' };
const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1-2-abc', SLACK_APP_TOKEN: 'xapp-1-A0-7-abc' };

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toEqual({
      dataDir: './data',
      databaseUrl: undefined,
      logLevel: 'info',
      host: '127.0.0.1',
      port: 3000,
      telegram: undefined,
      slack: undefined,
      models: undefined,
    });
  });

  it('takes what is given', () => {
    const env = {
      DATA_DIR: '/srv/helpdesk',
      DATABASE_URL: 'postgresql://a:b@localhost/c',
      LOG_LEVEL: 'debug',
      HOST: '0.0.0.0',
      PORT: '8443',
      ...TELEGRAM,
      TELEGRAM_API_ROOT: 'http://localhost:8081/',
      TELEGRAM_WEBHOOK_URL: 'https://contoh.go.id/telegram',
      TELEGRAM_WEBHOOK_SECRET: SECRET,
      TELEGRAM_PER_SECOND: '300',
      ...SLACK,
      SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5',
      SLACK_API_URL: 'http://localhost:3001/api',
      SLACK_ADMINS: 'U0SITI0001, W0BUDI0001',
      SLACK_TRIAGE_CHANNEL: 'C0TRIASE01',
      SLACK_ANNOUNCE_CHANNEL: 'C0UMUMKAN1',
      STATUS_URL: 'https://lpse.contoh.go.id/status/',
    };
    expect(readConfig(env)).toEqual({
      dataDir: '/srv/helpdesk',
      databaseUrl: 'postgresql://a:b@localhost/c',
      logLevel: 'debug',
      host: '0.0.0.0',
      port: 8443,
      telegram: {
        token: TELEGRAM.TELEGRAM_BOT_TOKEN,
        apiRoot: 'http://localhost:8081',
        webhook: { url: 'https://contoh.go.id/telegram', secret: SECRET },
        perSecond: 300,
      },
      slack: {
        botToken: SLACK.SLACK_BOT_TOKEN,
        appToken: SLACK.SLACK_APP_TOKEN,
        signingSecret: '8f742231b10e8888abcd99yyyzzz85a5',
        apiUrl: 'http://localhost:3001/api/',
        admins: ['U0SITI0001', 'W0BUDI0001'],
        triageChannel: 'C0TRIASE01',
        announceChannel: 'C0UMUMKAN1',
      },
      statusUrl: 'https://lpse.contoh.go.id/status',
    });
  });

  it('polls Telegram at its own address, below its limit, when only the token is given', () => {
    expect(readConfig(TELEGRAM)).toMatchObject({
      telegram: { apiRoot: 'https://api.telegram.org', webhook: undefined, perSecond: 25 },
      slack: undefined,
    });
  });

  it.each<[what: string, env: Record<string, string>, problem: RegExp]>([
    ['a webhook without its secret', { ...TELEGRAM, ...HOOK }, /TELEGRAM_WEBHOOK_SECRET wajib/],
    ['a webhook without a bot', { ...HOOK, TELEGRAM_WEBHOOK_SECRET: SECRET }, /TELEGRAM_BOT_TOKEN wajib/],
    ['a short secret', { ...TELEGRAM, ...HOOK, TELEGRAM_WEBHOOK_SECRET: SECRET.slice(0, 42) }, /SECRET harus 32 bait/],
    ['a repetitive secret', { ...TELEGRAM, ...HOOK, TELEGRAM_WEBHOOK_SECRET: 'rahasia'.repeat(9) }, /SECRET harus 32/],
    ['a secret that no header takes', { ...TELEGRAM, TELEGRAM_WEBHOOK_SECRET: `${SECRET} é` }, /SECRET harus 32/],
    ['half a Telegram token', { TELEGRAM_BOT_TOKEN: '7000000001:AAH' }, /TELEGRAM_BOT_TOKEN tidak berbentuk token/],
    ['an API root that is no address', { ...TELEGRAM, TELEGRAM_API_ROOT: 'localhost:8081' }, /TELEGRAM_API_ROOT harus/],
    ['a Slack bot that cannot receive', { SLACK_BOT_TOKEN: 'xoxb-1-2-abc' }, /SLACK_APP_TOKEN .* atau SLACK_SIGNING/],
    ['the Slack tokens exchanged', { SLACK_BOT_TOKEN: 'xapp-1', SLACK_APP_TOKEN: 'xoxb-1' }, /BOT_TOKEN .*; SLACK_APP/],
    ['an app token alone', { SLACK_APP_TOKEN: 'xapp-1-A0-7-abc' }, /SLACK_BOT_TOKEN wajib bila SLACK_APP_TOKEN/],
    ['a signing secret alone', { SLACK_SIGNING_SECRET: 'x'.repeat(32) }, /SLACK_BOT_TOKEN wajib bila SLACK_SIGNING/],
    ['a short signing secret', { ...SLACK, SLACK_SIGNING_SECRET: 'x' }, /SLACK_SIGNING_SECRET terlalu pendek/],
    ['admins without Slack', { SLACK_ADMINS: 'U0SITI0001' }, /SLACK_BOT_TOKEN wajib bila SLACK_ADMINS/],
    ['admins by name', { ...SLACK, SLACK_ADMINS: '@siti' }, /SLACK_ADMINS harus berisi id pengguna/],
    ['a triage channel without Slack', { SLACK_TRIAGE_CHANNEL: 'C0TRIASE01' }, /BOT_TOKEN wajib bila SLACK_TRIAGE/],
    ['a triage channel by name', { ...SLACK, SLACK_TRIAGE_CHANNEL: '#triase' }, /SLACK_TRIAGE_CHANNEL harus id kanal/],
    ...['0', '65536', '-1', '3000.5', '3e3', 'tiga', '0x10'].map((port): [string, Record<string, string>, RegExp] => [
      `PORT ${port}`,
      { PORT: port },
      /PORT harus bilangan bulat dari 1 sampai 65535/,
    ]),
    [
      'an announcement channel without Slack',
      { SLACK_ANNOUNCE_CHANNEL: 'C0UMUMKAN1' },
      /BOT_TOKEN wajib bila SLACK_ANN/,
    ],
    ...['', '/', '/gangguan', '/status/x', '/status?a=1', '/status#a', '/bot/status', '/Status'].map(
      (path): [string, Record<string, string>, RegExp] => [
        `a status page at "${path}"`,
        { STATUS_URL: `https://lpse.contoh.go.id${path}` },
        /STATUS_URL harus berakhir dengan \/status, tanpa apa pun sesudahnya/,
      ],
    ),
    ['a status page without an address', { STATUS_URL: '/status' }, /STATUS_URL harus berupa alamat http/],
    ...['/status', '/status/', '/status.json', '/status.atom'].map((path): [string, Record<string, string>, RegExp] => [
      `a webhook at ${path}`,
      { ...TELEGRAM, TELEGRAM_WEBHOOK_URL: `https://contoh.go.id${path}`, TELEGRAM_WEBHOOK_SECRET: SECRET },
      /TELEGRAM_WEBHOOK_URL memakai jalur yang sudah terpakai/,
    ]),
    ['a model without a server', { OPENAI_MODEL: 'x' }, /OPENAI_API_KEY atau OPENAI_BASE_URL wajib bila OPENAI_MODEL/],
    ['an embedder without a server', { OPENAI_EMBEDDING_MODEL: 'x' }, /wajib bila OPENAI_EMBEDDING_MODEL diisi/],
    ['a listener without a server', { OPENAI_TRANSCRIBE_MODEL: 'x' }, /wajib bila OPENAI_TRANSCRIBE_MODEL diisi/],
    ['a server without a model', OWN, /OPENAI_BASE_URL diisi tanpa nama model; isi sedikitnya satu dari OPENAI_MODEL/],
    [
      'a server for vectors without its model',
      { ...OPENAI, OPENAI_EMBEDDING_BASE_URL: 'http://127.0.0.1:8080/v1' },
      /OPENAI_EMBEDDING_MODEL wajib bila OPENAI_EMBEDDING_BASE_URL/,
    ],
    [
      'an address with a password',
      { OPENAI_BASE_URL: 'http://budi:rahasia@10.0.0.1/v1', OPENAI_MODEL: 'x' },
      /OPENAI_BASE_URL tidak boleh memuat nama dan sandi(?!.*rahasia)/,
    ],
    ...['?versi=1', '#x', '?', '#'].map((end): [string, Record<string, string>, RegExp] => [
      `an address with ${end}`,
      { OPENAI_EMBEDDING_BASE_URL: `http://10.0.0.1/v1${end}`, OPENAI_EMBEDDING_MODEL: 'x' },
      /OPENAI_EMBEDDING_BASE_URL tidak boleh memuat \? atau #/,
    ]),
    ...['/chat/completions', '/embeddings', '/embeddings/', '/audio/transcriptions'].map(
      (end): [string, Record<string, string>, RegExp] => [
        `an address that ends with ${end}`,
        { OPENAI_BASE_URL: `http://10.0.0.1/v1${end}`, OPENAI_MODEL: 'x' },
        /OPENAI_BASE_URL harus alamat pangkalnya, tanpa \/chat\/completions/,
      ],
    ),
    ['a server that is no address', { OPENAI_BASE_URL: 'localhost:11434' }, /OPENAI_BASE_URL harus berupa alamat/],
    ['a short key', { OPENAI_API_KEY: 'sk' }, /OPENAI_API_KEY tidak berbentuk kunci/],
    ['a model of two words', { ...OPENAI, OPENAI_MODEL: 'gpt 4' }, /OPENAI_MODEL harus nama model tanpa spasi/],
    ['no time at all', { ...OPENAI, OPENAI_TIME_LIMIT: '0' }, /OPENAI_TIME_LIMIT harus bilangan bulat dari 2/],
    ['a price with thousands', { ...OPENAI, OPENAI_PRICE_IN: '6.500.000' }, /OPENAI_PRICE_IN harus angka rupiah/],
    [
      'a budget without prices',
      { ...OPENAI, OPENAI_DAILY_BUDGET: '5000' },
      /OPENAI_PRICE_IN wajib bila OPENAI_DAILY_BUDGET.*OPENAI_PRICE_OUT wajib.*OPENAI_PRICE_EMBED wajib/,
    ],
    [
      'a budget without the price of sound',
      { ...OWN, OPENAI_TRANSCRIBE_MODEL: 'whisper', OPENAI_DAILY_BUDGET: '5000' },
      /: OPENAI_PRICE_LISTEN wajib/,
    ],
    ...['LANGSMITH_TRACING', 'LANGCHAIN_TRACING_V2', 'LANGCHAIN_VERBOSE'].map(
      (name): [string, Record<string, string>, RegExp] => [
        `${name}, which tells others what is asked`,
        { ...OPENAI, [name]: 'true' },
        /LANGCHAIN_VERBOSE harus kosong: dengannya isi pertanyaan orang/,
      ],
    ),
    ['a bad pace', { ...TELEGRAM, TELEGRAM_PER_SECOND: '0' }, /TELEGRAM_PER_SECOND harus bilangan bulat dari 1/],
  ])('refuses %s in one sentence, without telling a secret', (_what, env, problem) => {
    const read = () => readConfig(env);
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(problem);
    expect(read).toThrow(/^Konfigurasi salah: [^\n]+\. Perbaiki di berkas \.env \(contoh: \.env\.example\)\.$/);
    for (const [name, value] of Object.entries(env))
      if (/TOKEN|SECRET|KEY/.test(name) && value.length > 1) expect(read).not.toThrow(value);
  });

  it('takes the models of OpenAI when only its key is given, and never one that listens', () => {
    const at = { url: 'https://api.openai.com/v1', key: OPENAI.OPENAI_API_KEY };
    expect(readConfig(OPENAI).models).toEqual({
      writer: { model: 'gpt-4.1-mini', ...at },
      embedder: { model: 'text-embedding-3-small', ...at },
      listener: undefined,
      timeLimitMs: 20_000,
      perMinute: 60,
      prices: { in: 0, out: 0, embed: 0, listen: 0 },
      dailyBudget: undefined,
    });
  });

  it('takes of another server only the models that are named, with any key', () => {
    const { models } = readConfig({ ...OWN, OPENAI_EMBEDDING_MODEL: 'bge-m3' });
    expect(models).toMatchObject({ writer: undefined, embedder: { model: 'bge-m3', url: OWN.OPENAI_BASE_URL } });
    expect(models?.embedder?.key).not.toBe('');
    expect(readConfig({ ...OWN, ...OPENAI, OPENAI_MODEL: 'qwen3:8b' }).models).toMatchObject({
      writer: { model: 'qwen3:8b', url: OWN.OPENAI_BASE_URL, key: OPENAI.OPENAI_API_KEY },
      embedder: undefined,
    });
  });

  it('gives the key to no other server than that of the models', () => {
    const { models } = readConfig({
      ...OPENAI,
      OPENAI_EMBEDDING_MODEL: 'bge-m3',
      OPENAI_EMBEDDING_BASE_URL: 'http://10.0.0.7:8080/v1/',
    });
    expect(models?.embedder).toMatchObject({ model: 'bge-m3', url: 'http://10.0.0.7:8080/v1' });
    expect(models?.embedder?.key).not.toContain(OPENAI.OPENAI_API_KEY);
    expect(models?.writer?.key).toBe(OPENAI.OPENAI_API_KEY);
  });

  it('reads limits, prices and a budget in rupiah', () => {
    const env = {
      ...OPENAI,
      OPENAI_TRANSCRIBE_MODEL: 'whisper-1',
      OPENAI_TIME_LIMIT: '10',
      OPENAI_PER_MINUTE: '500',
      OPENAI_PRICE_IN: '6500',
      OPENAI_PRICE_OUT: '26000.5',
      OPENAI_PRICE_EMBED: '0,5',
      OPENAI_PRICE_LISTEN: '100',
      OPENAI_DAILY_BUDGET: '50000',
    };
    expect(readConfig(env).models).toMatchObject({
      listener: { model: 'whisper-1' },
      timeLimitMs: 10_000,
      perMinute: 500,
      prices: { in: 6_500, out: 26_000.5, embed: 0.5, listen: 100 },
      dailyBudget: 50_000,
    });
  });

  it('knows the names that were meant for it', () => {
    expect(unknownNames({ OPENAI_MODELS: 'x', OPENAI_MODEL: 'x', PATH: '/' })).toEqual(['OPENAI_MODELS']);
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
