import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { EpochSource } from '@weir/run-contract';
import { PlatformError, trustedNumber, type Epoch, type PlatformErrorOptions } from '@weir/kernel';

/** EPOCH_FILE_UNAVAILABLE: the disk refused (full, read-only, too many open files); asking again may help. */
export type EpochFileErrorCode = 'EPOCH_FILE_DAMAGED' | 'EPOCH_FILE_UNAVAILABLE';

export class EpochFileError extends PlatformError<EpochFileErrorCode> {
  constructor(code: EpochFileErrorCode, message: string, options: PlatformErrorOptions = {}) {
    super(code, message, code === 'EPOCH_FILE_UNAVAILABLE', options);
  }
}

/**
 * Epochs out of a file, for one job on one machine without a database. Each number is on disk (written, synced, renamed, the
 * folder synced) before it is handed out, so that a killed process never hands it out again. One process at a time.
 */
export function createFileEpochSource(path: string): EpochSource {
  let latest = 0;
  return {
    acquire: () =>
      whileTheDiskAllows(path, async () => {
        // The number that was tried may be on disk although writing it failed.
        latest = Math.max(latest, await readEpoch(path)) + 1;
        await writeDurably(path, String(latest));
        return trustedNumber<Epoch>(latest);
      }),
    // There is no other record of a run than this process: the end stands when nobody has begun another attempt.
    confirmEnd: async () => (await readEpoch(path)) === latest,
  };
}

async function whileTheDiskAllows<Result>(path: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    const message = `The epoch of the job cannot be kept in ${path}: ${error.message}. Look at the disk of the snapshot folder.`;
    throw new EpochFileError('EPOCH_FILE_UNAVAILABLE', message, { cause: error });
  }
}

async function readEpoch(path: string): Promise<number> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
    throw error;
  }
  if (!/^[1-9]\d{0,14}$/.test(text))
    throw new EpochFileError(
      'EPOCH_FILE_DAMAGED',
      `${path} does not hold an epoch but ${JSON.stringify(text.slice(0, 40))}.`,
    );
  return Number(text);
}

async function writeDurably(path: string, text: string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const temporary = `${path}.new`;
  const file = await open(temporary, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
