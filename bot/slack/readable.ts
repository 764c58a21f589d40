/** `<@U1>`, `<#C1|umum>`, `<!here>`, `<https://…|label>`, or an escaped character. */
const TOKEN = /<((?:[@#!]\w|[a-z][a-z\d+.-]*:)[^<>]*)>|&(lt|gt|amp);/gi;
const CHARACTERS: Record<string, string> = { lt: '<', gt: '>', amp: '&' };

/**
 * The words of a person as they saw them: Slack's escapes, mentions and links turned into plain text.
 * One pass over the text, so what was typed as `<@U1>` (escaped by Slack) stays those characters.
 */
export function readable(text: string): string {
  return text.replace(TOKEN, (_, inside: string | undefined, escaped: string | undefined) =>
    escaped === undefined ? shown(inside ?? '') : (CHARACTERS[escaped] ?? ''),
  );
}

/** The text without the mention of the bot that it was addressed with. */
export function withoutMention(text: string, bot: string): string {
  const mention = `<@${bot}(?:\\|[^<>]*)?>`;
  return text
    .replaceAll(new RegExp(`^${mention}[ \\t]*`, 'gm'), '')
    .replaceAll(new RegExp(`[ \\t]*${mention}`, 'g'), '')
    .trim();
}

/** What stood between `<` and `>`, as Slack shows it. */
function shown(inside: string): string {
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? '' : readable(inside.slice(bar + 1));
  if (target.startsWith('@') || target.startsWith('#')) return target.charAt(0) + (label || target.slice(1));
  if (target.startsWith('!')) return label || `@${target.slice(1).replace(/^subteam\^/, '')}`;
  return linked(readable(target), label);
}

/** A link that Slack made of `lpse.go.id` itself is shown as it was typed. */
function linked(url: string, label: string): string {
  if (label === '' || label === url) return url.replace(/^mailto:/, '');
  if (url.replace(/^(https?:\/\/|mailto:|tel:)/, '').replace(/\/$/, '') === label.replace(/\/$/, '')) return label;
  return `${label} (${url})`;
}
