import { createHash } from 'node:crypto';
import { join } from 'node:path/posix';
import type { StateFile } from '@weir/engine-core';
import type { ReadableFile } from '@weir/engine-core/file-system';
import { damaged, openStateFile, type LoadedSnapshot, type StateFilePlace } from './open-state-file.ts';
import { storageFailure } from './storage-failure.ts';

const chunkBytes = 1_048_576;

/** Every way in which the files of a snapshot differ from what its manifest says; empty means intact. */
export async function verifyFiles(place: StateFilePlace, snapshot: LoadedSnapshot): Promise<readonly string[]> {
  const damage: string[] = [];
  for (const file of snapshot.manifest.files) {
    const path = join(snapshot.folder, file.path);
    try {
      await verifyFile(place, snapshot, file);
    } catch (error) {
      const failure = storageFailure(error, 'verifying the state file', path);
      // Damage is the answer; a disk that does not answer is a failure of the question.
      if (failure.code !== 'DAMAGED' && failure.code !== 'MISSING') throw failure;
      damage.push(failure.message);
    }
  }
  return damage;
}

async function verifyFile(place: StateFilePlace, snapshot: LoadedSnapshot, { path, sha256 }: StateFile): Promise<void> {
  const opened = await openStateFile(place, snapshot, path);
  try {
    if ((await digestOf(opened)) !== sha256)
      throw damaged(join(snapshot.folder, path), 'its digest differs from the manifest');
  } finally {
    await opened.close();
  }
}

async function digestOf(file: ReadableFile): Promise<string> {
  const digest = createHash('sha256');
  for (let offset = 0; offset < file.size; offset += chunkBytes) digest.update(await file.read(offset, chunkBytes));
  return digest.digest('hex');
}
