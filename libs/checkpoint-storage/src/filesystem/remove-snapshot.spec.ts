import { dirname } from 'node:path/posix';
import { epoch, publishSnapshot, testJob } from '@weir/engine-core/conformance';
import { describe, expect, it } from 'vitest';
import { memoryWorld } from '../testing/memory-world.ts';

describe('discarding a snapshot', () => {
  it('removes the manifest durably before the first file', async () => {
    const world = memoryWorld({ isLogged: true });
    const attempt = await world.storage().openAttempt(testJob, epoch(1));
    const { path, written } = await publishSnapshot(world, attempt, { epoch: 1, checkpointId: 1 });
    world.fileSystem.log.length = 0;
    await world.storage().discard(path);
    const changes = world.fileSystem.log.filter(({ kind }) =>
      ['remove', 'remove-folder', 'sync-folder'].includes(kind),
    );
    expect(changes.map((change) => `${change.kind} ${change.path}`)).toEqual([
      `remove ${path}/_metadata`,
      `sync-folder ${path}`,
      `remove ${path}/${written.file.path}`,
      `remove-folder ${path}`,
      `sync-folder ${dirname(path)}`,
      // It holds the gate: only a removed job's is empty.
      `remove-folder ${dirname(path)}`,
    ]);
    expect((await world.fileSystem.list(dirname(path))).map(({ name }) => name)).toEqual(['open']);
  });

  it('syncs nothing for what travels in the manifest until the next publication, or the end, makes it durable', async () => {
    const world = memoryWorld({ isLogged: true });
    const attempt = await world.storage().openAttempt(testJob, epoch(1));
    const publish = (checkpointId: number) =>
      publishSnapshot(world, attempt, { epoch: 1, checkpointId, files: world.inlineFiles });
    const synced = () => world.fileSystem.log.filter(({ kind }) => kind === 'sync' || kind === 'sync-folder');
    const first = await publish(1);
    world.fileSystem.log.length = 0;
    await attempt.discard(first.path);
    expect(synced()).toEqual([]);
    const second = await publish(2);
    expect(synced().map(({ kind, path }) => `${kind} ${path.replace(/manifest-\w+/, 'manifest')}`)).toEqual([
      `sync-folder ${dirname(first.path)}`,
      `sync ${dirname(first.path)}/open/manifest.json`,
      `sync-folder ${second.path}`,
    ]);
    await attempt.discard(second.path);
    await attempt.close();
    world.fileSystem.crash(null);
    expect(await world.list(dirname(first.path))).toEqual(['open']);
  });

  it('can be taken up again after it failed half way, and is not listed meanwhile', async () => {
    let fails = true;
    const world = memoryWorld({
      inject: ({ kind, path }) =>
        fails && kind === 'remove' && path.endsWith('.state') ? { kind: 'error', code: 'EIO' } : null,
    });
    const attempt = await world.storage().openAttempt(testJob, epoch(1));
    const { path } = await publishSnapshot(world, attempt, { epoch: 1, checkpointId: 1 });
    await expect(world.storage().discard(path)).rejects.toMatchObject({ code: 'IO' });
    expect(await world.storage().list(testJob)).toEqual([]);
    fails = false;
    await world.storage().discard(path);
    expect(await world.list(path)).toEqual([]);
  });

  it('leaves a folder alone that is not a snapshot', async () => {
    const world = memoryWorld();
    await world.storage().openAttempt(testJob, epoch(1));
    await expect(world.storage().discard('/snapshots')).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await world.list('/snapshots')).toEqual([testJob]);
  });
});
