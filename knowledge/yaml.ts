import { parse, YAMLParseError } from 'yaml';

/** YAML that cannot be read; `line` counts from 1 where it is known. */
export class YamlError extends Error {
  override name = 'YamlError';
  readonly line: number | undefined;
  /** What is wrong, e.g. DUPLICATE_KEY. */
  readonly code: string;

  constructor(message: string, line: number | undefined, code: string) {
    super(message);
    this.line = line;
    this.code = code;
  }
}

/**
 * Reads YAML; the caller checks its shape. With 'failsafe' every value is a text, as it was written: 042821234 keeps its 0.
 * @throws YamlError
 */
export function parseYaml(text: string, schema: 'core' | 'failsafe' = 'core'): unknown {
  try {
    return parse(text, { schema });
  } catch (error) {
    if (error instanceof YAMLParseError)
      throw new YamlError(withoutSource(error.message), error.linePos?.[0].line, error.code);
    throw error;
  }
}

/** Below its first line a message repeats the lines of the file, and those are of people. */
const withoutSource = (message: string): string => (message.split('\n', 1)[0] ?? '').replace(/:$/u, '');
