import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { isInside } from '@weir/kernel';

const ownerOnly = 0o700;
/** Others may go through to what they own in it (the embedded Postgres of root does), and see nothing. */
const closed = 0o711;

/**
 * Makes the folders that are not there, for their owner alone: they hold state, rows and logs. The data folder and what lies in it is Weir's own, and
 * is closed where an earlier version left it open; a folder elsewhere that was there before keeps what its owner has given it.
 */
export function makePrivateFolders(dataDir: string, folders: readonly string[]): void {
  for (const folder of [dataDir, ...folders]) {
    mkdirSync(folder, { recursive: true, mode: ownerOnly });
    const { mode } = statSync(folder);
    if (isInside(dataDir, folder) && (mode & 0o777 & ~closed) !== 0) chmodSync(folder, mode & closed);
  }
}
