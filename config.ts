import { z } from 'zod';

const POSTGRES = /^postgres(ql)?:\/\//;
const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;

const variables = z.object({
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z
    .string()
    // Not told back: it holds the password.
    .refine((url) => POSTGRES.test(url) && URL.canParse(url), {
      error: 'harus berbentuk postgres://pengguna:sandi@host:5432/nama atau postgresql://…',
    })
    .optional(),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, {
      error: ({ input }) => `harus salah satu dari ${LOG_LEVELS.join(', ')}, bukan ${JSON.stringify(input)}`,
    })
    .default('info'),
});

/** The names of all variables, as they stand in .env.example. */
export const variableNames: readonly string[] = Object.keys(variables.shape);

/** What the environment says, checked. */
export interface Config {
  /** Where the embedded database lives; ':memory:' for none. */
  dataDir: string;
  /** A PostgreSQL server instead of the embedded database. */
  databaseUrl: string | undefined;
  logLevel: (typeof LOG_LEVELS)[number];
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
  if (!result.success) {
    const bad = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new ConfigError(`Konfigurasi salah: ${bad.join('; ')}. Perbaiki di berkas .env (contoh: .env.example).`);
  }
  const { DATA_DIR, DATABASE_URL, LOG_LEVEL } = result.data;
  return { dataDir: DATA_DIR, databaseUrl: DATABASE_URL, logLevel: LOG_LEVEL };
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
