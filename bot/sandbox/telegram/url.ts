const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/** A link as Telegram keeps it, or undefined when Telegram takes it for none: `localhost` is none, `lpse.go.id` is one. */
export function telegramUrl(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || /\s/.test(trimmed)) return undefined;
  if (/^(tg|ton):/i.test(trimmed)) return trimmed;
  const hasScheme = SCHEME.test(trimmed) && !/^[^/]*:\d/.test(trimmed);
  const url = URL.parse(hasScheme ? trimmed : `http://${trimmed}`);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  return /^[^.]+(\.[^.]+)+\.?$/.test(url.hostname) ? url.href : undefined;
}
