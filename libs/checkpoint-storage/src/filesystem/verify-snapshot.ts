import { createHash } from 'node:crypto';
import { join } from 'node:path/posix';
import { StorageError, type SnapshotManifest } from '@weir/engine-core';
import type { FileSystem, ReadableFile } from '@weir/engine-core/file-system';
import type { AllowedPaths } from './allowed-paths.ts';
import { checkIdentity, type NamedFile } from './check-identity.ts';
import { storageFailure } from './storage-failure.ts';

const chunkBytes = 1_048_576;

/** Every way in which the files of a snapshot differ from what its manifest says; empty means intact. */
export async function verifyFiles(
  files: { readonly fileSystem: FileSystem; readonly allowed: AllowedPaths },
  folder: string,
  manifest: SnapshotManifest,
): Promise<readonly string[]> {
  const damage: string[] = [];
  for (const file of manifest.files) {
    try {
      const path = await files.allowed.resolve(join(folder, file.path));
      await verifyFile(files.fileSystem, path, { file, manifest });
    } catch (error) {
      const failure = storageFailure(error, 'verifying the state file', join(folder, file.path));
      // Damage is the answer; a disk that does not answer is a failure of the question.
      if (failure.code !== 'DAMAGED' && failure.code !== 'MISSING') throw failure;
      damage.push(failure.message);
    }
  }
  return damage;
}

async function verifyFile(fileSystem: FileSystem, path: string, expected: NamedFile): Promise<void> {
  const opened = await fileSystem.open(path);
  try {
    if (opened.size !== expected.file.size) {
      throw damaged(path, `it has ${opened.size} bytes instead of ${expected.file.size}`);
    }
    await checkIdentity(opened, path, expected);
    if ((await digestOf(opened)) !== expected.file.sha256) throw damaged(path, 'its digest differs from the manifest');
  } finally {
    await opened.close();
  }
}

async function digestOf(file: ReadableFile): Promise<string> {
  const digest = createHash('sha256');
  for (let offset = 0; offset < file.size; offset += chunkBytes) digest.update(await file.read(offset, chunkBytes));
  return digest.digest('hex');
}

function damaged(path: string, what: string): StorageError {
  return new StorageError('DAMAGED', `The state file ${path} is damaged: ${what}.`, { details: { path } });
}
