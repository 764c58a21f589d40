// A process of its own that waits for a sign on its input, tries to lock the folder given, says how that went, and keeps
// the lock until its input ends.
import { LockedError, takeLock } from '../../db/lock.ts';

console.log('waiting');
process.stdin.once('data', async () => {
  try {
    await takeLock(process.argv[2] ?? '');
    console.log('taken');
  } catch (error) {
    console.log(error instanceof LockedError ? 'refused' : String(error));
  }
});
process.stdin.on('end', () => process.exit());
