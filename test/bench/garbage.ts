import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What JavaScript holds when all garbage is gone, in bytes. */
export async function held(): Promise<number> {
  collect();
  // Memory outside its heap is given back a moment later.
  await pause(1_000);
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
