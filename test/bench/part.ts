import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A part of a measurement in a process of its own, so that its memory is only its own. */
export type Part = {
  /** Sends a message and waits for the answer to it. @throws PartFailed */
  ask: <Reply>(message: unknown) => Promise<Reply>;
  end: () => Promise<void>;
};

/** The process of a part ended before it had answered, or took too long. */
export class PartFailed extends Error {
  override name = 'PartFailed';
}

/** Starts a script of this folder, with `heap` MiB for JavaScript; after `deadline` (performance.now) it is killed and its questions fail. */
export function startPart(script: URL, args: string[], deadline: number, heap?: number): Part {
  const child = fork(script, args, {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
    execArgv: heap === undefined ? [] : [`--max-old-space-size=${heap}`],
  });
  let late = false;
  let complaint = '';
  child.stderr?.on('data', (bytes: Buffer) => {
    complaint = (complaint + bytes.toString()).slice(-4_000);
  });
  const kill = () => void child.kill('SIGKILL');
  // An interrupted run leaves nobody behind; before the folder is removed, in which the part may be writing.
  process.prependListener('exit', kill);
  const gone = once(child, 'exit').finally(() => process.off('exit', kill));
  const timer = setTimeout(
    () => {
      late = true;
      kill();
    },
    Math.max(0, deadline - performance.now()),
  );
  timer.unref();
  const why = () => {
    if (late) return 'lewat waktu';
    if (/heap out of memory|heap limit/iu.test(complaint)) return 'kehabisan memori';
    return `berhenti: ${complaint.trim().split('\n').slice(-8).join(' | ')}`;
  };
  return {
    async ask<Reply>(message: unknown) {
      const answer = new AbortController();
      try {
        const reply = once(child, 'message', { signal: answer.signal });
        const end = gone.then(() => {
          throw new PartFailed(why());
        });
        end.catch(() => {});
        reply.catch(() => {});
        if (child.exitCode !== null || child.signalCode !== null) await end;
        child.send(message as object, () => {});
        const [first] = await Promise.race([reply, end]);
        return first as Reply;
      } finally {
        answer.abort();
      }
    },
    async end() {
      clearTimeout(timer);
      if (child.exitCode === null && child.signalCode === null) {
        if (child.connected) child.disconnect();
        const slow = setTimeout(kill, 10_000);
        await gone;
        clearTimeout(slow);
      }
    },
  };
}

/** The other side: answers each message of the parent, and calls `close` when the parent is done. */
export function servePart<Message>(
  answer: (message: Message) => unknown,
  close: () => Promise<void> = async () => {},
): void {
  process.on('message', async (message) => {
    process.send?.(await answer(message as Message));
  });
  process.on('disconnect', async () => {
    await close();
    process.exit();
  });
}
