import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A script of this folder that runs in a process of its own. */
export interface Child {
  process: ChildProcess;
  pid: number;
  /** Its next line of output. */
  line(): Promise<string>;
  /** Ends its input, or kills it with a signal; resolves when it is gone. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts `script` (a name in test/support/) with `args`. Its errors appear among those of the test. */
export function startChild(script: string, ...args: string[]): Child {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const gone = once(child, 'exit');
  return {
    process: child,
    pid: child.pid ?? 0,
    line: async () => (await lines.next()).value ?? '',
    async end(signal) {
      if (signal) child.kill(signal);
      else child.stdin.end();
      await gone;
    },
  };
}
