import { isDatabaseDown } from '../../db/database.ts';
import type { Knowledge } from '../../handlers/index.ts';
import type { Log } from '../channel.ts';
import { faultOf } from '../fault.ts';

/**
 * Lets what was just stored answer. It never rejects: all is stored whatever becomes of this, and the clockwork tries again.
 */
export async function letAnswer({
  knowledge,
  log,
}: {
  knowledge: Pick<Knowledge, 'refresh'>;
  log: Log;
}): Promise<void> {
  try {
    await knowledge.refresh();
  } catch (error) {
    if (!isDatabaseDown(error)) log.error('refresh', { fault: faultOf(error) });
  }
}
