/** Slack's own markup, read. */
export type Mrkdwn =
  | string
  | { kind: 'bold' | 'italic' | 'strike' | 'quote'; inside: Mrkdwn[] }
  | { kind: 'code' | 'pre'; text: string }
  | { kind: 'link'; url: string; inside: string }
  | { kind: 'user' | 'channel' | 'broadcast' | 'emoji'; name: string };

const INLINE =
  /`([^`\n]+)`|<([^<>\n]+)>|(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]*?[^\s*])\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?=\S)([^_\n]*?[^\s_])_(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}~])~(?=\S)([^~\n]*?[^\s~])~(?![\p{L}\p{N}~])|:([a-z0-9_+'-]+):/u;
const FENCE = /```\n?([\s\S]+?)\n?```\n?/;
const QUOTED = /^(?:>|&gt;) ?/;

/** Reads mrkdwn: `<…>` is an address or a mention, `&amp;` `&lt;` `&gt;` stand for themselves. */
export function readMrkdwn(text: string): Mrkdwn[] {
  const fence = FENCE.exec(text);
  if (!fence) return readLines(text);
  const before = text.slice(0, fence.index).replace(/\n$/, '');
  const after = text.slice(fence.index + fence[0].length);
  return [
    ...(before === '' ? [] : readLines(before)),
    { kind: 'pre', text: plain(fence[1] ?? '') },
    ...(after === '' ? [] : readMrkdwn(after)),
  ];
}

function readLines(text: string): Mrkdwn[] {
  const found: Mrkdwn[] = [];
  let lines: string[] = [];
  let quoting = false;
  const close = () => {
    if (lines.length === 0) return;
    const inside = readInline(lines.join('\n'));
    if (quoting) found.push({ kind: 'quote', inside });
    else found.push(...inside);
    lines = [];
  };
  for (const line of text.split('\n')) {
    const quoted = QUOTED.test(line);
    if (quoted !== quoting) close();
    quoting = quoted;
    lines.push(quoted ? line.replace(QUOTED, '') : line);
  }
  close();
  return found;
}

function readInline(text: string): Mrkdwn[] {
  const match = INLINE.exec(text);
  if (!match) return text === '' ? [] : [plain(text)];
  const [whole, code, angle, bold, italic, strike, emoji] = match;
  const before = text.slice(0, match.index);
  return [
    ...(before === '' ? [] : [plain(before)]),
    code !== undefined
      ? { kind: 'code', text: plain(code) }
      : angle !== undefined
        ? readAngle(angle)
        : bold !== undefined
          ? { kind: 'bold', inside: readInline(bold) }
          : italic !== undefined
            ? { kind: 'italic', inside: readInline(italic) }
            : strike !== undefined
              ? { kind: 'strike', inside: readInline(strike) }
              : { kind: 'emoji', name: emoji ?? '' },
    ...readInline(text.slice(match.index + whole.length)),
  ];
}

function readAngle(inside: string): Mrkdwn {
  const [target = '', label] = inside.split('|', 2);
  if (target.startsWith('@')) return { kind: 'user', name: target.slice(1) };
  if (target.startsWith('#')) return { kind: 'channel', name: target.slice(1) };
  if (target.startsWith('!date^')) return plain(label ?? target);
  if (target.startsWith('!')) return { kind: 'broadcast', name: target.slice(1) };
  return { kind: 'link', url: plain(target), inside: plain(label ?? target) };
}

const plain = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
