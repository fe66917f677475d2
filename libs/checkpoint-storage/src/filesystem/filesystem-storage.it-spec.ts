import { mkdtemp, open, readdir, rename, rm, stat, symlink, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeCheckpointStorage, type CheckpointStorageWorld } from '@weir/engine-core/conformance';
import { trusted, trustedNumber, type Epoch, type JobId } from '@weir/kernel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFilesystemFileStore, createFilesystemStorage } from './node-create-filesystem-storage.ts';

async function diskWorld(): Promise<CheckpointStorageWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'weir storage '));
  return {
    storage: () => createFilesystemStorage({ root: join(folder, 'root'), allowedRoots: [join(folder, 'savepoints')] }),
    files: createFilesystemFileStore(),
    inlineFiles: createFilesystemFileStore(20_480),
    savepointFolder: join(folder, 'savepoints', 'mine'),
    forbiddenFolder: join(folder, 'elsewhere'),
    flip: async (path, offset, bit) => {
      const file = await open(path, 'r+');
      const byte = new Uint8Array(1);
      await file.read(byte, 0, 1, offset);
      byte[0] = (byte[0] ?? 0) ^ (1 << bit);
      await file.write(byte, 0, 1, offset);
      await file.close();
    },
    sizeOf: async (path) => (await stat(path)).size,
    list: async (path) => (await readdir(path).catch(() => [])).sort(),
    move: (from, to) => rename(from, to),
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}

describeCheckpointStorage('the filesystem storage on disk', diskWorld);

describe('links on disk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'weir-links-'));
    await mkdir(join(folder, 'root'));
    await mkdir(join(folder, 'outside'));
    await writeFile(join(folder, 'outside', '_metadata'), '{}');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const storage = () => createFilesystemStorage({ root: join(folder, 'root'), allowedRoots: [] });

  it('does not follow a folder that leads out of the roots', async () => {
    await symlink(join(folder, 'outside'), join(folder, 'root', 'sneaky'));
    await expect(storage().readManifest(join(folder, 'root', 'sneaky'))).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    await expect(storage().discard(join(folder, 'root', 'sneaky'))).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await readdir(join(folder, 'outside'))).toEqual(['_metadata']);
  });

  it('does not follow a manifest that leads out of the roots', async () => {
    await mkdir(join(folder, 'root', 'chk-1'));
    await symlink(join(folder, 'outside', '_metadata'), join(folder, 'root', 'chk-1', '_metadata'));
    await expect(storage().readManifest(join(folder, 'root', 'chk-1'))).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  });

  it('does not make a savepoint behind a link that leads nowhere yet', async () => {
    await symlink(join(folder, 'not yet'), join(folder, 'root', 'later'));
    const attempt = await storage().openAttempt(
      trusted<JobId>('0b6a1c8e-5d21-4b7a-9c0e-8f1d2a3b4c5d'),
      trustedNumber<Epoch>(1),
    );
    const directory = join(folder, 'root', 'later');
    await expect(attempt.prepare({ checkpointId: 1, kind: 'SAVEPOINT', directory })).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
  });

  it('serves a root that is itself behind a link', async () => {
    await symlink(join(folder, 'root'), join(folder, 'link'));
    const linked = createFilesystemStorage({ root: join(folder, 'link'), allowedRoots: [] });
    await linked.openAttempt(trusted<JobId>('0b6a1c8e-5d21-4b7a-9c0e-8f1d2a3b4c5d'), trustedNumber<Epoch>(1));
    expect(await readdir(join(folder, 'root'))).toEqual(['0b6a1c8e-5d21-4b7a-9c0e-8f1d2a3b4c5d']);
  });
});

describe('paths that lead to no snapshot', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'weir-paths-'));
    await mkdir(join(folder, 'root', 'folder', '_metadata'), { recursive: true });
    await writeFile(join(folder, 'root', 'file'), 'text');
    await symlink('loop', join(folder, 'root', 'loop'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it.each([
    ['root', 'MISSING'],
    ['root/nothing', 'MISSING'],
    ['root/nothing/_metadata', 'MISSING'],
    ['root/file', 'MISSING'],
    ['root/file/_metadata', 'MISSING'],
    ['root/folder', 'DAMAGED'],
    ['root/loop', 'MISSING'],
    ['root/../root/../..', 'NOT_ALLOWED'],
    ['root\0', 'NOT_ALLOWED'],
    [`root/${'x'.repeat(5_000)}`, 'NOT_ALLOWED'],
    [`root${'/x'.repeat(5_000)}`, 'NOT_ALLOWED'],
  ])('are named as such: %j', async (path, code) => {
    const storage = createFilesystemStorage({ root: join(folder, 'root'), allowedRoots: [] });
    await expect(storage.readManifest(`${folder}/${path}`)).rejects.toMatchObject({ name: 'StorageError', code });
  });

  it.each(['', 'relative/path', 'file:///etc', '~'])('must be absolute: %j', async (path) => {
    const storage = createFilesystemStorage({ root: join(folder, 'root'), allowedRoots: [] });
    await expect(storage.readManifest(path)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  });
});
