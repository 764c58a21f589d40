import type { Deadline, Incoming } from '../handlers/index.ts';

/** Enough for a quick model to write one answer more before the next question has its turn. */
const GRACE_MS = 1_500;

/** The deadline of what is worked on, for those who set it. */
export type Running = Deadline & {
  /** Somebody waits behind it: it is raised so many milliseconds from now at the latest. */
  hurry: (afterMs: number) => void;
  /** Nobody waits any longer: the program ends. */
  pass: () => void;
  /** The work is done: nothing is raised any more. */
  end: () => void;
};

/** @param ms until the answer is due; not above 0 when it is due already */
export function startDeadline(ms: number): Running {
  const [due, hurried] = [new AbortController(), new AbortController()];
  let soon: { at: number; timer: NodeJS.Timeout } | undefined;
  const end = () => {
    clearTimeout(late);
    clearTimeout(soon?.timer);
  };
  const raise = (reason: Error) => {
    end();
    due.abort(reason);
    hurried.abort(reason);
  };
  const over = () => raise(new DOMException('The answer is due.', 'TimeoutError'));
  const late = setTimeout(over, Math.max(0, ms));
  if (ms <= 0) over();
  const next = () => hurried.abort(new DOMException('Something else waits behind it.', 'AbortError'));
  return {
    due: due.signal,
    hurried: hurried.signal,
    hurry(afterMs) {
      if (afterMs <= 0) return next();
      const at = Date.now() + afterMs;
      if (soon && soon.at <= at) return;
      clearTimeout(soon?.timer);
      soon = { at, timer: setTimeout(next, afterMs) };
    },
    pass: () => raise(new DOMException('The program ends.', 'AbortError')),
    end,
  };
}

/**
 * How many milliseconds what is worked on still has once its person waits for something later; undefined when they do not. A
 * press or a command has its turn at once; words may be the next question.
 */
export function graceBefore({ event, overheard }: Incoming): number | undefined {
  if (overheard) return undefined;
  switch (event.kind) {
    case 'command':
      return event.name === 'tanya' ? GRACE_MS : 0;
    case 'press':
    case 'outdated':
      return 0;
    case 'text':
    case 'files':
    case 'voice':
    case 'unreadable':
    case 'form':
      return GRACE_MS;
    default:
      return undefined;
  }
}
