/** What is wrong with a value that stands at the JSON pointer `at`: Slack's own sentences, none when all is well. */
export type Rule = (value: unknown, at: string) => string[];

export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One finding, as Slack writes it into response_metadata.messages. */
export const problem = (what: string, at: string): string => `[ERROR] ${what} [json-pointer:${at}]`;

/** Characters are counted in UTF-16 units, escapes as they were sent: never fewer than Slack counts. */
export const string =
  ({ least = 0, most }: { least?: number; most: number }): Rule =>
  (value, at) => {
    if (typeof value !== 'string') return [problem('must provide a string', at)];
    if (value.length < least) return [problem(`must be more than ${least - 1} characters`, at)];
    if (value.length > most) return [problem(`must be less than ${most + 1} characters`, at)];
    return [];
  };

export const matching =
  (pattern: RegExp, what: string): Rule =>
  (value, at) =>
    typeof value === 'string' && pattern.test(value) ? [] : [problem(`must be ${what}`, at)];

export const flag: Rule = (value, at) => (typeof value === 'boolean' ? [] : [problem('must be a boolean', at)]);

export const whole =
  ({ least, most }: { least: number; most: number }): Rule =>
  (value, at) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most
      ? []
      : [problem(`must be an integer from ${least} to ${most}`, at)];

export const oneOf =
  (...values: string[]): Rule =>
  (value, at) =>
    values.includes(value as string) ? [] : [problem(`must be one of: ${values.join(', ')}`, at)];

export const list =
  (item: Rule, { least = 1, most }: { least?: number; most: number }): Rule =>
  (value, at) => {
    if (!Array.isArray(value)) return [problem('must provide an array', at)];
    if (value.length < least) return [problem(`no fewer than ${least} items allowed`, at)];
    if (value.length > most) return [problem(`no more than ${most} items allowed`, at)];
    return value.flatMap((each, index) => item(each, `${at}/${index}`));
  };

/** An object with these fields and no others. */
export const shape =
  (required: Record<string, Rule>, optional: Record<string, Rule> = {}): Rule =>
  (value, at) => {
    if (!isObject(value)) return [problem('must provide an object', at)];
    const missing = Object.keys(required).filter((field) => value[field] === undefined || value[field] === null);
    return [
      ...missing.map((field) => problem(`missing required field: ${field}`, at)),
      ...Object.entries(value).flatMap(([field, content]) => {
        if (content === null || content === undefined) return [];
        const rule = required[field] ?? optional[field];
        return rule ? rule(content, `${at}/${field}`) : [problem(`invalid additional property: ${field}`, at)];
      }),
    ];
  };

/** An object whose `type` says which rule it obeys. */
export const kinds =
  (rules: Record<string, Rule>): Rule =>
  (value, at) => {
    if (!isObject(value)) return [problem('must provide an object', at)];
    if (typeof value.type !== 'string') return [problem('missing required field: type', at)];
    const rule = Object.hasOwn(rules, value.type) ? rules[value.type] : undefined;
    return rule ? rule(value, at) : [problem(`unsupported type: ${value.type}`, `${at}/type`)];
  };

/** A rule and then more rules, which are asked only about what obeys the first. */
export const also =
  (first: Rule, ...more: Rule[]): Rule =>
  (value, at) => {
    const found = first(value, at);
    return found.length > 0 ? found : more.flatMap((rule) => rule(value, at));
  };
