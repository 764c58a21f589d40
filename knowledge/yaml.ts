import { parse, YAMLParseError } from 'yaml';

/** YAML that cannot be read; `line` counts from 1 where it is known. */
export class YamlError extends Error {
  override name = 'YamlError';
  readonly line: number | undefined;

  constructor(message: string, line: number | undefined) {
    super(message);
    this.line = line;
  }
}

/** Reads YAML; the caller checks its shape. @throws YamlError */
export function parseYaml(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof YAMLParseError) throw new YamlError(error.message, error.linePos?.[0].line);
    throw error;
  }
}
