import { MemoryFileSystem } from '@weir/engine-core/file-system';
import { epoch, manifestOf, publishSnapshot, testJob, writeStateFile } from '@weir/engine-core/conformance';
import { describe, expect, it } from 'vitest';
import { FilesystemFileStore } from './filesystem-file-store.ts';
import { FilesystemStorage } from './filesystem-storage.ts';
import { countingIds, memoryRoot, memoryWorld, type MemoryWorld } from '../testing/memory-world.ts';

/** Takes the savepoint that a stop of epoch 1 ends with; returns its folder. */
async function stopWithSavepoint(
  world: MemoryWorld,
  directory: string | null = world.savepointFolder,
): Promise<string> {
  const attempt = await world.storage().openAttempt(testJob, epoch(1));
  await publishSnapshot(world, attempt, { epoch: 1, checkpointId: 1 });
  const request = { checkpointId: 2, kind: 'SAVEPOINT', directory } as const;
  const location = await attempt.prepare(request);
  const written = await writeStateFile(world.files, location, { epoch: 1, checkpointId: 2 });
  const manifest = manifestOf({ epoch: 1, checkpointId: 2, kind: 'SAVEPOINT' }, written);
  return attempt.publish(location, { ...manifest, ending: 'STOP' });
}

describe('FilesystemStorage, damage', () => {
  it('lists the savepoint of a stop that cannot be read as damaged, and not as if there had been no stop', async () => {
    const world = memoryWorld();
    const path = await stopWithSavepoint(world);
    expect((await world.storage().list(testJob)).map(({ manifest }) => manifest?.checkpointId)).toEqual([2, 1]);
    await world.flip(`${path}/_metadata`, 30, 1);
    const listed = await world.storage().list(testJob);
    expect(listed.map(({ manifest }) => manifest?.checkpointId)).toEqual([undefined, 1]);
    expect(listed.map(({ checkpointId }) => checkpointId)).toEqual([2, 1]);
    expect(listed[0]).toMatchObject({ path, damage: expect.stringContaining(path) as string });
  });

  it('leads to the savepoint of a stop also after its root was moved', async () => {
    const world = memoryWorld();
    const path = await stopWithSavepoint(world, null);
    await world.move(memoryRoot, '/moved');
    const { fileSystem } = world;
    const moved = new FilesystemStorage({ root: '/moved', allowedRoots: [], fileSystem, ids: countingIds() });
    expect((await moved.list(testJob))[0]?.path).toBe(path.replace(memoryRoot, '/moved'));
  });

  it('leaves out the savepoint of a stop at whose place another now stands', async () => {
    const world = memoryWorld();
    const path = await stopWithSavepoint(world);
    await world.storage().discard(path);
    const attempt = await world.storage().openAttempt(testJob, epoch(2));
    const other = await publishSnapshot(world, attempt, {
      epoch: 2,
      checkpointId: 3,
      savepointIn: world.savepointFolder,
    });
    await world.move(other.path, path);
    expect((await world.storage().list(testJob)).map(({ manifest }) => manifest?.checkpointId)).toEqual([1]);
  });

  it('notices a file of another checkpoint also where the root lies in a folder named shared', async () => {
    const fileSystem = new MemoryFileSystem();
    const ids = countingIds();
    const world = {
      ...memoryWorld(),
      files: new FilesystemFileStore({ fileSystem, ids, inlineBytesMax: 0 }),
      storage: () => new FilesystemStorage({ root: '/mnt/shared/snapshots', allowedRoots: [], fileSystem, ids }),
    };
    const attempt = await world.storage().openAttempt(testJob, epoch(1));
    const first = await publishSnapshot(world, attempt, { epoch: 1, checkpointId: 1 });
    const second = await publishSnapshot(world, attempt, { epoch: 1, checkpointId: 2 });
    const [block] = first.written.blocks;
    if (!block) throw new Error('Two blocks were written.');
    await fileSystem.rename(`${second.path}/${second.written.file.path}`, `${first.path}/${first.written.file.path}`);
    const reader = world.storage().openReader(first.path);
    await expect(reader.readBlock(first.written.file, block)).rejects.toMatchObject({
      code: 'DAMAGED',
      message: expect.stringContaining('checkpointId') as string,
    });
  });

  it('refuses a manifest with a block beyond the end of its file', async () => {
    const world = memoryWorld();
    const attempt = await world.storage().openAttempt(testJob, epoch(1));
    const location = await attempt.prepare({ checkpointId: 1, kind: 'CHECKPOINT', directory: null });
    const written = await writeStateFile(world.files, location, { epoch: 1, checkpointId: 1 });
    const beyond = { offset: written.file.size - 1, length: 2, crc32: 0 };
    const path = await attempt.publish(
      location,
      manifestOf({ epoch: 1, checkpointId: 1 }, { ...written, blocks: [beyond] }),
    );
    await expect(world.storage().readManifest(path)).rejects.toMatchObject({
      code: 'DAMAGED',
      message: expect.stringContaining('operator counts, subtask 0 names a block') as string,
    });
  });
});

describe('FilesystemAttempt, a publication that fails', () => {
  it.each([
    ['sync-folder', 'EIO', 'NOT_PUBLISHED'],
    ['create', 'ENOSPC', 'NOT_PUBLISHED'],
    ['write', 'ENOSPC', 'NOT_PUBLISHED'],
    ['sync', 'EIO', 'NOT_PUBLISHED'],
    ['link', 'EIO', 'IO'],
  ] as const)('says whether the manifest may stand: %s with %s, %s', async (kind, code, expected) => {
    let isFailing = false;
    const world = memoryWorld({
      inject: (operation) => (isFailing && operation.kind === kind ? { kind: 'error', code } : null),
    });
    const attempt = await world.storage().openAttempt(testJob, epoch(1));
    const location = await attempt.prepare({ checkpointId: 1, kind: 'CHECKPOINT', directory: null });
    const written = await writeStateFile(world.files, location, { epoch: 1, checkpointId: 1 });
    isFailing = true;
    const published = attempt.publish(location, manifestOf({ epoch: 1, checkpointId: 1 }, written));
    await expect(published).rejects.toMatchObject({ code: expected, retryable: true });
    isFailing = false;
    expect(await world.storage().list(testJob)).toEqual([]);
    await attempt.abandon(location);
    expect(await world.list(location.path)).toEqual([]);
  });

  it('cannot say after the name was given: the folder may not have kept it', async () => {
    let isFailing = false;
    let hasLinked = false;
    const world = memoryWorld({
      inject: ({ kind }) => {
        hasLinked ||= kind === 'link';
        return isFailing && hasLinked && kind === 'sync-folder' ? { kind: 'error', code: 'EIO' } : null;
      },
    });
    const attempt = await world.storage().openAttempt(testJob, epoch(1));
    isFailing = true;
    await expect(publishSnapshot(world, attempt, { epoch: 1, checkpointId: 1 })).rejects.toMatchObject({ code: 'IO' });
    expect(await world.storage().list(testJob)).toHaveLength(1);
  });
});
