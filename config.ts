import { z } from 'zod';

const POSTGRES = /^postgres(ql)?:\/\//;
const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;

const url = (name: string) =>
  z.string().refine((text) => URL.canParse(text) && /^https?:/u.test(text), {
    error: `harus berupa alamat http(s), misalnya ${name}`,
  });
/** What the clients put behind the address of a server by themselves. */
const CALLS = /\/(?:chat\/completions|completions|embeddings|responses|audio\/transcriptions|models)\/*$/u;
const modelUrl = (name: string) =>
  url(name)
    .refine(
      (text) => !URL.canParse(text) || !/[^/?#]*@/u.test(text.replace(/^https?:\/\//u, '').split(/[/?#]/u)[0] ?? ''),
      {
        error: 'tidak boleh memuat nama dan sandi (…@); kunci diisi di OPENAI_API_KEY',
      },
    )
    .refine((text) => !/[?#]/u.test(text), {
      error: `tidak boleh memuat ? atau #; cukup sampai jalurnya, misalnya ${name}`,
    })
    .refine((text) => !URL.canParse(text) || !CALLS.test(new URL(text).pathname), {
      error: `harus alamat pangkalnya, tanpa /chat/completions, /embeddings, dan sejenisnya, misalnya ${name}`,
    });
const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .refine((text) => /^\d+$/u.test(text) && Number(text) >= least && Number(text) <= most, {
      error: `harus bilangan bulat dari ${least} sampai ${most}`,
    })
    .transform(Number);

const rupiah = z
  .string()
  .regex(/^\d{1,9}(?:[.,]\d{1,6})?$/u, { error: 'harus angka rupiah tanpa titik ribuan, misalnya 6500 atau 0,5' })
  .transform((text) => Number(text.replace(',', '.')))
  .optional();
const modelName = z
  .string()
  .regex(/^[\w./:@+-]{1,200}$/u, { error: 'harus nama model tanpa spasi, misalnya gpt-4.1-mini atau qwen3:8b' })
  .optional();

const slackChannel = z
  .string()
  .regex(/^[CG][A-Z0-9]{2,}$/u, { error: 'harus id kanal Slack (C…); salin dari rincian kanal' })
  .optional();

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/u;
/** What our HTTP server answers besides the webhook. */
const TAKEN_PATHS = ['/', '/sehat', '/slack/events', '/status', '/status/', '/status.json', '/status.atom'];
const TELEGRAM = 'https://api.telegram.org';
const SLACK = 'https://slack.com/api/';
const OPENAI = 'https://api.openai.com/v1';
/** Used where nobody names others, at OpenAI alone: a server of one's own has its own names. */
const OPENAI_WRITES = 'gpt-4.1-mini';
const OPENAI_EMBEDS = 'text-embedding-3-small';
/** Servers of one's own ask for none, their clients do. */
const NO_KEY = 'tanpa-kunci';

const variables = z.object({
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z
    .string()
    // Not told back: it holds the password.
    .refine((text) => POSTGRES.test(text) && URL.canParse(text), {
      error: 'harus berbentuk postgres://pengguna:sandi@host:5432/nama atau postgresql://…',
    })
    .optional(),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, {
      error: ({ input }) => `harus salah satu dari ${LOG_LEVELS.join(', ')}, bukan ${JSON.stringify(input)}`,
    })
    .default('info'),
  HOST: z.string().default('127.0.0.1'),
  PORT: wholeNumber(1, 65_535).default(3000),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]{30,}$/u, { error: 'tidak berbentuk token bot; salin dari BotFather (angka:huruf)' })
    .optional(),
  TELEGRAM_API_ROOT: url(TELEGRAM).default(TELEGRAM),
  TELEGRAM_WEBHOOK_URL: url('https://contoh.go.id/telegram')
    .refine((text) => !URL.canParse(text) || text.startsWith('https:') || LOOPBACK.test(new URL(text).hostname), {
      error: 'harus berawal https://: Telegram tidak memanggil http',
    })
    .refine((text) => !URL.canParse(text) || !TAKEN_PATHS.includes(new URL(text).pathname), {
      error: `memakai jalur yang sudah terpakai (${TAKEN_PATHS.join(', ')}); pakai misalnya /telegram`,
    })
    .optional(),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    // 32 bytes are 43 characters of base64url and 64 of hex.
    .refine((text) => /^[\w-]{43,256}$/u.test(text) && new Set(text).size >= 10, {
      error: 'harus 32 bait acak atau lebih; buat dengan: openssl rand -hex 32',
    })
    .optional(),
  TELEGRAM_PER_SECOND: wholeNumber(1, 1000).default(25),
  SLACK_BOT_TOKEN: z.string().startsWith('xoxb-', { error: 'harus token bot yang berawal xoxb-' }).optional(),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-', { error: 'harus token aplikasi yang berawal xapp-' }).optional(),
  SLACK_SIGNING_SECRET: z.string().min(16, { error: 'terlalu pendek; salin dari Basic Information' }).optional(),
  SLACK_API_URL: url(SLACK).default(SLACK),
  SLACK_ADMINS: z
    .string()
    .refine((text) => ids(text).every((id) => /^[UW][A-Z0-9]{2,}$/u.test(id)), {
      error: 'harus berisi id pengguna Slack (U…), dipisah koma; salin dari profil › Copy member ID',
    })
    .optional(),
  SLACK_TRIAGE_CHANNEL: slackChannel,
  SLACK_RESTRICTED_CHANNEL: slackChannel,
  SLACK_ANNOUNCE_CHANNEL: slackChannel,
  SLACK_TRAINING_CHANNEL: slackChannel,
  STATUS_URL: url('https://lpse.contoh.go.id/status')
    // The proxy before us hands on the path as it is, and a slash at its end is forgiven.
    .refine((text) => !URL.canParse(text) || /^https?:\/\/[^/?#@]+\/status\/*$/u.test(text), {
      error: 'harus berakhir dengan /status, tanpa apa pun sesudahnya, misalnya https://lpse.contoh.go.id/status',
    })
    .optional(),
  S3_ENDPOINT: url('https://s3.contoh.go.id').optional(),
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/u, { error: 'harus nama bucket: huruf kecil, angka, tanda hubung' })
    .optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  OPENAI_API_KEY: z
    .string()
    .regex(/^[!-~]{8,}$/u, { error: 'tidak berbentuk kunci; salin dari halaman API keys' })
    .optional(),
  OPENAI_BASE_URL: modelUrl('http://127.0.0.1:11434/v1').optional(),
  OPENAI_MODEL: modelName,
  OPENAI_EMBEDDING_MODEL: modelName,
  OPENAI_EMBEDDING_BASE_URL: modelUrl('http://127.0.0.1:8080/v1').optional(),
  OPENAI_TRANSCRIBE_MODEL: modelName,
  OPENAI_TIME_LIMIT: wholeNumber(2, 120).default(20),
  OPENAI_PER_MINUTE: wholeNumber(1, 60_000).default(60),
  OPENAI_PRICE_IN: rupiah,
  OPENAI_PRICE_OUT: rupiah,
  OPENAI_PRICE_EMBED: rupiah,
  OPENAI_PRICE_LISTEN: rupiah,
  OPENAI_DAILY_BUDGET: wholeNumber(1, 1_000_000_000).optional(),
});

const S3 = ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'];

const MODELS = ['OPENAI_MODEL', 'OPENAI_EMBEDDING_MODEL', 'OPENAI_TRANSCRIBE_MODEL'];
const hasServer = (set: Map<string, string | undefined>) => set.has('OPENAI_API_KEY') || set.has('OPENAI_BASE_URL');
const isAsked = (set: Map<string, string | undefined>) => hasServer(set) || set.has('OPENAI_EMBEDDING_BASE_URL');
/** Whether there is a model by default: OpenAI's own. */
const isOpenAi = (set: Map<string, string | undefined>) => set.has('OPENAI_API_KEY') && !set.has('OPENAI_BASE_URL');
const writes = (set: Map<string, string | undefined>) => set.has('OPENAI_MODEL') || isOpenAi(set);
const embeds = (set: Map<string, string | undefined>) => set.has('OPENAI_EMBEDDING_MODEL') || isOpenAi(set);
/** The prices without which nobody knows what a day has cost. */
const PRICED: [price: string, isUsed: (set: Map<string, string | undefined>) => boolean][] = [
  ['OPENAI_PRICE_IN', writes],
  ['OPENAI_PRICE_OUT', writes],
  ['OPENAI_PRICE_EMBED', embeds],
  ['OPENAI_PRICE_LISTEN', (set) => set.has('OPENAI_TRANSCRIBE_MODEL')],
];
/** What makes the libraries for models tell others, or the terminal, all that is asked. */
const TELLING = [
  'LANGSMITH_TRACING',
  'LANGSMITH_TRACING_V2',
  'LANGCHAIN_TRACING',
  'LANGCHAIN_TRACING_V2',
  'LANGCHAIN_VERBOSE',
];

/** What must be set together, and why. */
const TOGETHER: [when: (set: Map<string, string | undefined>) => boolean, problem: string][] = [
  [
    (set) => set.has('TELEGRAM_WEBHOOK_SECRET') && !set.has('TELEGRAM_WEBHOOK_URL'),
    'TELEGRAM_WEBHOOK_URL wajib bila TELEGRAM_WEBHOOK_SECRET diisi',
  ],
  [
    (set) => isOther(set.get('TELEGRAM_API_ROOT'), TELEGRAM) && !set.has('TELEGRAM_BOT_TOKEN'),
    'TELEGRAM_BOT_TOKEN wajib bila TELEGRAM_API_ROOT diubah',
  ],
  [
    (set) => isOther(set.get('SLACK_API_URL'), SLACK) && !set.has('SLACK_BOT_TOKEN'),
    'SLACK_BOT_TOKEN wajib bila SLACK_API_URL diubah',
  ],
  [
    (set) => set.has('TELEGRAM_WEBHOOK_URL') && !set.has('TELEGRAM_WEBHOOK_SECRET'),
    'TELEGRAM_WEBHOOK_SECRET wajib bila TELEGRAM_WEBHOOK_URL diisi; buat dengan: openssl rand -hex 32',
  ],
  [
    (set) => set.has('TELEGRAM_WEBHOOK_URL') && !set.has('TELEGRAM_BOT_TOKEN'),
    'TELEGRAM_BOT_TOKEN wajib bila TELEGRAM_WEBHOOK_URL diisi',
  ],
  [
    (set) => set.has('SLACK_BOT_TOKEN') && !set.has('SLACK_APP_TOKEN') && !set.has('SLACK_SIGNING_SECRET'),
    'SLACK_APP_TOKEN (Socket Mode) atau SLACK_SIGNING_SECRET (HTTP) wajib bila SLACK_BOT_TOKEN diisi',
  ],
  ...[
    'SLACK_APP_TOKEN',
    'SLACK_SIGNING_SECRET',
    'SLACK_ADMINS',
    'SLACK_TRIAGE_CHANNEL',
    'SLACK_RESTRICTED_CHANNEL',
    'SLACK_ANNOUNCE_CHANNEL',
    'SLACK_TRAINING_CHANNEL',
  ].map((name): [(set: Map<string, string | undefined>) => boolean, string] => [
    (set) => set.has(name) && !set.has('SLACK_BOT_TOKEN'),
    `SLACK_BOT_TOKEN wajib bila ${name} diisi`,
  ]),
  [
    (set) =>
      set.has('SLACK_RESTRICTED_CHANNEL') && set.get('SLACK_RESTRICTED_CHANNEL') === set.get('SLACK_TRIAGE_CHANNEL'),
    'SLACK_RESTRICTED_CHANNEL harus kanal lain daripada SLACK_TRIAGE_CHANNEL',
  ],
  [
    (set) => S3.some((name) => set.has(name)) && !S3.every((name) => set.has(name)),
    `${S3.join(', ')} harus diisi semua, atau tidak satu pun`,
  ],
  ...['OPENAI_MODEL', 'OPENAI_TRANSCRIBE_MODEL'].map(
    (name): [(set: Map<string, string | undefined>) => boolean, string] => [
      (set) => set.has(name) && !hasServer(set),
      `OPENAI_API_KEY atau OPENAI_BASE_URL wajib bila ${name} diisi`,
    ],
  ),
  [
    (set) => set.has('OPENAI_EMBEDDING_MODEL') && !hasServer(set) && !set.has('OPENAI_EMBEDDING_BASE_URL'),
    'OPENAI_API_KEY, OPENAI_BASE_URL, atau OPENAI_EMBEDDING_BASE_URL wajib bila OPENAI_EMBEDDING_MODEL diisi',
  ],
  [
    (set) => set.has('OPENAI_EMBEDDING_BASE_URL') && !set.has('OPENAI_EMBEDDING_MODEL'),
    'OPENAI_EMBEDDING_MODEL wajib bila OPENAI_EMBEDDING_BASE_URL diisi',
  ],
  [
    (set) => set.has('OPENAI_BASE_URL') && !MODELS.some((name) => set.has(name)),
    `OPENAI_BASE_URL diisi tanpa nama model; isi sedikitnya satu dari ${MODELS.join(', ')}`,
  ],
  ...PRICED.map(([price, isUsed]): [(set: Map<string, string | undefined>) => boolean, string] => [
    (set) => set.has('OPENAI_DAILY_BUDGET') && isUsed(set) && !set.has(price),
    `${price} wajib bila OPENAI_DAILY_BUDGET diisi (0 bila gratis): tanpa harga, anggaran tidak dapat dihitung`,
  ]),
  [
    (set) => isAsked(set) && TELLING.some((name) => /^(?:true|1|yes)$/iu.test(set.get(name)?.trim() ?? '')),
    `${TELLING.join(', ')} harus kosong: dengannya isi pertanyaan orang terkirim ke layanan lain atau tercetak`,
  ],
];

const isOther = (text: string | undefined, usual: string) =>
  text !== undefined && text.replace(/\/+$/u, '') !== usual.replace(/\/+$/u, '');

const ids = (text: string) => text.split(/[\s,]+/u).filter((id) => id !== '');

/** The names of all variables, as they stand in .env.example. */
export const variableNames: readonly string[] = Object.keys(variables.shape);

/** Names that look as if they were meant for this program and are none of its variables: mostly typing errors. */
export function unknownNames(env: Record<string, string | undefined>): string[] {
  return Object.keys(env).filter(
    (name) => /^(?:TELEGRAM|SLACK|S3|OPENAI)_/u.test(name) && !variableNames.includes(name),
  );
}

/** What the environment says, checked. */
export interface Config {
  /** Where the embedded database lives; ':memory:' for none. */
  dataDir: string;
  /** A PostgreSQL server instead of the embedded database. */
  databaseUrl: string | undefined;
  logLevel: (typeof LOG_LEVELS)[number];
  /** Where the HTTP server listens: the sandbox, or what the channels call. */
  host: string;
  port: number;
  telegram: TelegramConfig | undefined;
  slack: SlackConfig | undefined;
  /** Where files are kept instead of the data folder. */
  s3: S3Config | undefined;
  /** The public address of the status page; without it there is none, unless in the sandbox. */
  statusUrl: string | undefined;
  /** Models that write, find by meaning and listen; undefined where none is named, and everything is quoted. */
  models: ModelConfig | undefined;
}

/** A model at an OpenAI-compatible server; the address is without a slash at the end. */
interface ModelAddress {
  model: string;
  url: string;
  key: string;
}

interface ModelConfig {
  writer: ModelAddress | undefined;
  embedder: ModelAddress | undefined;
  listener: ModelAddress | undefined;
  /** How long one question may take in all. */
  timeLimitMs: number;
  /** Requests a minute to each server. */
  perMinute: number;
  /** Rupiah: the first three for a million tokens, `listen` for a minute of sound. */
  prices: { in: number; out: number; embed: number; listen: number };
  /** Rupiah a day; undefined for no limit. */
  dailyBudget: number | undefined;
}

/** A bucket of an S3-compatible service. */
interface S3Config {
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

export interface TelegramConfig {
  token: string;
  apiRoot: string;
  /** Long polling when absent. */
  webhook: { url: string; secret: string } | undefined;
  /** Messages a second over all chats. */
  perSecond: number;
}

/** With an app token Socket Mode, else HTTP with the signing secret. */
export interface SlackConfig {
  botToken: string;
  appToken: string | undefined;
  signingSecret: string | undefined;
  apiUrl: string;
  /** User ids of the first admins. */
  admins: string[];
  /** The channel in which tickets are triaged. */
  triageChannel: string | undefined;
  /** The channel for allegations about staff and integrity. */
  restrictedChannel: string | undefined;
  /** The channel in which is announced. */
  announceChannel: string | undefined;
  /** The channel in which trainers look after the FAQ and the documents. */
  trainingChannel: string | undefined;
}

/** The environment is wrong; `message` is one Indonesian text that names every bad variable at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the configuration from an environment; unknown variables are ignored.
 * @throws ConfigError naming every bad variable
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  // A line `X=` in .env arrives as an empty string and would defeat the default.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const result = variables.safeParse(given);
  const set = new Map(Object.entries(given));
  const bad = [
    ...(result.error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${issue.message}`),
    ...TOGETHER.filter(([isMissing]) => isMissing(set)).map(([, problem]) => problem),
  ];
  if (!result.success || bad.length > 0)
    throw new ConfigError(`Konfigurasi salah: ${bad.join('; ')}. Perbaiki di berkas .env (contoh: .env.example).`);
  const { DATA_DIR, DATABASE_URL, LOG_LEVEL, HOST, PORT, ...rest } = result.data;
  return {
    dataDir: DATA_DIR,
    databaseUrl: DATABASE_URL,
    logLevel: LOG_LEVEL,
    host: HOST,
    port: PORT,
    telegram: rest.TELEGRAM_BOT_TOKEN === undefined ? undefined : telegramConfig(rest.TELEGRAM_BOT_TOKEN, rest),
    slack: rest.SLACK_BOT_TOKEN === undefined ? undefined : slackConfig(rest.SLACK_BOT_TOKEN, rest),
    s3: s3Config(rest),
    statusUrl: rest.STATUS_URL?.replace(/\/+$/u, ''),
    models: modelConfig(rest),
  };
}

type Variables = Omit<z.infer<typeof variables>, 'DATA_DIR' | 'DATABASE_URL' | 'LOG_LEVEL' | 'HOST' | 'PORT'>;

function telegramConfig(token: string, rest: Variables): TelegramConfig {
  const { TELEGRAM_WEBHOOK_URL: address, TELEGRAM_WEBHOOK_SECRET: secret } = rest;
  return {
    token,
    apiRoot: rest.TELEGRAM_API_ROOT.replace(/\/+$/u, ''),
    webhook: address !== undefined && secret !== undefined ? { url: address, secret } : undefined,
    perSecond: rest.TELEGRAM_PER_SECOND,
  };
}

function slackConfig(botToken: string, rest: Variables): SlackConfig {
  return {
    botToken,
    appToken: rest.SLACK_APP_TOKEN,
    signingSecret: rest.SLACK_SIGNING_SECRET,
    apiUrl: `${rest.SLACK_API_URL.replace(/\/+$/u, '')}/`,
    admins: ids(rest.SLACK_ADMINS ?? ''),
    triageChannel: rest.SLACK_TRIAGE_CHANNEL,
    restrictedChannel: rest.SLACK_RESTRICTED_CHANNEL,
    announceChannel: rest.SLACK_ANNOUNCE_CHANNEL,
    trainingChannel: rest.SLACK_TRAINING_CHANNEL,
  };
}

function s3Config(rest: Variables): S3Config | undefined {
  const { S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId } = rest;
  const { S3_SECRET_ACCESS_KEY: secretAccessKey } = rest;
  if (endpoint === undefined || bucket === undefined || accessKeyId === undefined || secretAccessKey === undefined)
    return undefined;
  return { endpoint: endpoint.replace(/\/+$/u, ''), bucket, region: rest.S3_REGION, accessKeyId, secretAccessKey };
}

function modelConfig(rest: Variables): ModelConfig | undefined {
  const { OPENAI_API_KEY: key = NO_KEY, OPENAI_BASE_URL: own, OPENAI_EMBEDDING_BASE_URL: other } = rest;
  const hasDefaults = rest.OPENAI_API_KEY !== undefined && own === undefined;
  const server = { url: (own ?? OPENAI).replace(/\/+$/u, ''), key };
  // The key is for the other server alone.
  const embeds = other === undefined ? server : { url: other.replace(/\/+$/u, ''), key: NO_KEY };
  const at = (model: string | undefined, where: { url: string; key: string }) =>
    model === undefined ? undefined : { model, ...where };
  const writer = at(rest.OPENAI_MODEL ?? (hasDefaults ? OPENAI_WRITES : undefined), server);
  const embedder = at(rest.OPENAI_EMBEDDING_MODEL ?? (hasDefaults ? OPENAI_EMBEDS : undefined), embeds);
  // Never by default: the words of a voice cannot be masked before it is sent.
  const listener = at(rest.OPENAI_TRANSCRIBE_MODEL, server);
  if (!writer && !embedder && !listener) return undefined;
  return {
    writer,
    embedder,
    listener,
    timeLimitMs: rest.OPENAI_TIME_LIMIT * 1_000,
    perMinute: rest.OPENAI_PER_MINUTE,
    prices: {
      in: rest.OPENAI_PRICE_IN ?? 0,
      out: rest.OPENAI_PRICE_OUT ?? 0,
      embed: rest.OPENAI_PRICE_EMBED ?? 0,
      listen: rest.OPENAI_PRICE_LISTEN ?? 0,
    },
    dailyBudget: rest.OPENAI_DAILY_BUDGET,
  };
}

/**
 * Adds the variables of a .env file to the environment of this process; those already set win. No file: nothing happens.
 * @throws when the file is there but cannot be read
 */
export function loadDotEnv(path: string): void {
  try {
    process.loadEnvFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
