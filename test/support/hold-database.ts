// A process of its own that opens the database in the folder given, commits one row, says so, and holds it until killed
// or until its input ends.
import { openDatabase } from '../../db/database.ts';

const db = await openDatabase({ dataDir: process.argv[2] ?? '' });
await db.query('CREATE TABLE IF NOT EXISTS kept (at timestamptz NOT NULL DEFAULT now())');
await db.query('INSERT INTO kept DEFAULT VALUES');
console.log('open');
process.stdin.resume().on('end', () => process.exit());
