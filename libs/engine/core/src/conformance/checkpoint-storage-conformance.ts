import { dirname, join } from 'node:path/posix';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manifestFileName } from '../snapshot/manifest.ts';
import {
  blockTexts,
  epoch,
  manifestOf,
  publishSnapshot,
  testJob,
  testRun,
  writeStateFile,
  type CheckpointStorageWorld,
} from './checkpoint-storage-world.ts';
import { expectCode } from './expect-code.ts';
import { jobRemoval } from './job-removal-conformance.ts';
import { smallState } from './small-state-conformance.ts';

/** Cases that every checkpoint storage with files must hold. `create` makes an empty place. */
export function describeCheckpointStorage(name: string, create: () => Promise<CheckpointStorageWorld>): void {
  describe(`${name} as a checkpoint storage`, () => {
    let world: CheckpointStorageWorld;
    beforeEach(async () => {
      world = await create();
    });
    afterEach(() => world.dispose());

    publishing(() => world);
    fencing(() => world);
    savepoints(() => world);
    removal(() => world);
    jobRemoval(() => world);
    damage(() => world);
    writing(() => world);
    smallState(() => world);
  });
}

function publishing(world: () => CheckpointStorageWorld): void {
  it('reads back what was published', async () => {
    const attempt = await world().storage().openAttempt(testJob, epoch(1));
    const { path, manifest, written } = await publishSnapshot(world(), attempt, { epoch: 1, checkpointId: 7 });
    const other = world().storage();
    expect(await other.readManifest(path)).toEqual(manifest);
    expect(await other.readManifest(`${path}/${manifestFileName}`)).toEqual(manifest);
    expect(await other.list(testJob)).toEqual([{ path, checkpointId: manifest.checkpointId, manifest, damage: null }]);
    expect(await other.verify(path)).toEqual([]);
    const reader = other.openReader(path);
    for (const [at, block] of written.blocks.entries()) {
      expect(new TextDecoder().decode(await reader.readBlock(written.file, block))).toBe(blockTexts[at]);
    }
    await reader.close();
  });

  it('lists nothing for a job that is not there, and nothing that is not published', async () => {
    expect(await world().storage().list(testJob)).toEqual([]);
    const attempt = await world().storage().openAttempt(testJob, epoch(1));
    const location = await attempt.prepare({ checkpointId: 1, kind: 'CHECKPOINT', directory: null });
    await writeStateFile(world().files, location, { epoch: 1, checkpointId: 1 });
    expect(await world().storage().list(testJob)).toEqual([]);
    await expectCode(world().storage().readManifest(location.path), 'MISSING', location.path);
  });

  it('lists the newest first, by number and not by text', async () => {
    const attempt = await world().storage().openAttempt(testJob, epoch(1));
    for (const checkpointId of [2, 10, 9]) await publishSnapshot(world(), attempt, { epoch: 1, checkpointId });
    const listed = await world().storage().list(testJob);
    expect(listed.map((snapshot) => snapshot.manifest?.checkpointId)).toEqual([10, 9, 2]);
  });

  it('publishes a location once', async () => {
    const attempt = await world().storage().openAttempt(testJob, epoch(1));
    const { path, manifest } = await publishSnapshot(world(), attempt, { epoch: 1, checkpointId: 1 });
    await expectCode(attempt.publish({ path }, { ...manifest, snapshotId: 'another' }), 'ALREADY_EXISTS', path);
    expect(await world().storage().readManifest(path)).toEqual(manifest);
  });

  it('refuses to read outside the allowed roots', async () => {
    await expectCode(world().storage().readManifest(world().forbiddenFolder), 'NOT_ALLOWED', world().forbiddenFolder);
    const sneaky = `${world().savepointFolder}/../../../../../../../../../../etc`;
    await expectCode(world().storage().readManifest(sneaky), 'NOT_ALLOWED');
    await expectCode(world().storage().discard(world().forbiddenFolder), 'NOT_ALLOWED');
  });
}

function fencing(world: () => CheckpointStorageWorld): void {
  it('lets a stale epoch publish nothing, and shows what it had published', async () => {
    const stale = await world().storage().openAttempt(testJob, epoch(1));
    const { path } = await publishSnapshot(world(), stale, { epoch: 1, checkpointId: 1 });
    const late = await stale.prepare({ checkpointId: 2, kind: 'CHECKPOINT', directory: null });
    const written = await writeStateFile(world().files, late, { epoch: 1, checkpointId: 2 });
    const successor = await world().storage().openAttempt(testJob, epoch(2));
    await expectCode(stale.publish(late, manifestOf({ epoch: 1, checkpointId: 2 }, written)), 'FENCED');
    await expectCode(stale.prepare({ checkpointId: 3, kind: 'CHECKPOINT', directory: null }), 'FENCED');
    await publishSnapshot(world(), successor, { epoch: 2, checkpointId: 2 });
    const listed = await world().storage().list(testJob);
    expect(listed.map(({ manifest }) => [manifest?.checkpointId, manifest?.epoch])).toEqual([
      [2, 2],
      [1, 1],
    ]);
    expect(listed[1]?.path).toBe(path);
  });

  it.each(['the epoch', 'the job'])(
    'makes its place again when somebody has removed the folder of %s',
    async (which) => {
      const attempt = await world().storage().openAttempt(testJob, epoch(3));
      const { path } = await publishSnapshot(world(), attempt, { epoch: 3, checkpointId: 1 });
      const pending = await attempt.prepare({ checkpointId: 2, kind: 'CHECKPOINT', directory: null });
      const written = await writeStateFile(world().files, pending, { epoch: 3, checkpointId: 2 });
      const removed = which === 'the epoch' ? dirname(path) : dirname(dirname(path));
      await world().move(removed, join(dirname(dirname(dirname(path))), 'removed'));
      await expect(
        attempt.publish(pending, manifestOf({ epoch: 3, checkpointId: 2 }, written)),
      ).rejects.not.toMatchObject({
        code: 'FENCED',
      });
      await publishSnapshot(world(), attempt, { epoch: 3, checkpointId: 3 });
      expect((await world().storage().list(testJob)).map(({ checkpointId }) => checkpointId)).toEqual([3]);
      await world().storage().openAttempt(testJob, epoch(4));
      await expectCode(attempt.prepare({ checkpointId: 4, kind: 'CHECKPOINT', directory: null }), 'FENCED');
    },
  );

  it('refuses an epoch below or at one that has opened', async () => {
    await world().storage().openAttempt(testJob, epoch(10));
    await expectCode(world().storage().openAttempt(testJob, epoch(9)), 'FENCED');
    await expectCode(world().storage().openAttempt(testJob, epoch(10)), 'ALREADY_EXISTS');
    await world().storage().openAttempt(testJob, epoch(11));
  });

  it('leaves one epoch able to publish when many open at once', async () => {
    const epochs = [3, 1, 5, 2, 4];
    const opened = await Promise.allSettled(
      epochs.map((value) => world().storage().openAttempt(testJob, epoch(value))),
    );
    const outcomes = await Promise.allSettled(
      opened.map(async (attempt, at) => {
        if (attempt.status === 'rejected') throw attempt.reason;
        const value = epochs[at] ?? 0;
        return publishSnapshot(world(), attempt.value, { epoch: value, checkpointId: 1 });
      }),
    );
    expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([false, false, true, false, false]);
    expect((await world().storage().list(testJob)).map(({ manifest }) => manifest?.epoch)).toEqual([5]);
  });

  it('never publishes for an epoch after a higher one has opened, however they interleave', async () => {
    for (let round = 0; round < 20; round += 1) {
      const attempt = await world()
        .storage()
        .openAttempt(testJob, epoch(2 * round + 1));
      const published = publishSnapshot(world(), attempt, { epoch: 2 * round + 1, checkpointId: round + 1 }).then(
        () => true,
        (error: unknown) => {
          expect(error).toMatchObject({ code: 'FENCED' });
          return false;
        },
      );
      await world()
        .storage()
        .openAttempt(testJob, epoch(2 * round + 2));
      const seenAtOpen = (await world().storage().list(testJob)).length;
      await published;
      expect((await world().storage().list(testJob)).length).toBe(seenAtOpen);
    }
  });
}

function savepoints(world: () => CheckpointStorageWorld): void {
  it('puts a savepoint into a folder of its own, which may be moved', async () => {
    const attempt = await world().storage().openAttempt(testJob, epoch(1));
    const request = { epoch: 1, checkpointId: 4, savepointIn: world().savepointFolder };
    const { path, manifest, written } = await publishSnapshot(world(), attempt, request);
    expect(path).toMatch(new RegExp(`^${world().savepointFolder}/savepoint-0b6a1c-[0-9a-f]+$`));
    expect(await world().storage().list(testJob)).toEqual([]);
    const moved = `${world().savepointFolder}/moved elsewhere`;
    await world().move(path, moved);
    expect(await world().storage().readManifest(moved)).toEqual(manifest);
    expect(await world().storage().verify(moved)).toEqual([]);
    const reader = world().storage().openReader(moved);
    const [block] = written.blocks;
    if (block) expect(new TextDecoder().decode(await reader.readBlock(written.file, block))).toBe(blockTexts[0]);
    await reader.close();
    await world().storage().discard(moved);
    expect(await world().list(moved)).toEqual([]);
  });

  it('puts a savepoint that names no folder under the root, and two never into one', async () => {
    const attempt = await world().storage().openAttempt(testJob, epoch(1));
    const first = await publishSnapshot(world(), attempt, { epoch: 1, checkpointId: 4, savepointIn: null });
    const second = await publishSnapshot(world(), attempt, { epoch: 1, checkpointId: 5, savepointIn: null });
    expect(first.path).not.toBe(second.path);
    expect(await world().storage().verify(first.path)).toEqual([]);
  });

  it('fences a stale savepoint too', async () => {
    const stale = await world().storage().openAttempt(testJob, epoch(1));
    const location = await stale.prepare({ checkpointId: 2, kind: 'SAVEPOINT', directory: world().savepointFolder });
    const written = await writeStateFile(world().files, location, { epoch: 1, checkpointId: 2 });
    await world().storage().openAttempt(testJob, epoch(2));
    await expectCode(
      stale.publish(location, manifestOf({ epoch: 1, checkpointId: 2, kind: 'SAVEPOINT' }, written)),
      'FENCED',
    );
    await expectCode(world().storage().readManifest(location.path), 'MISSING');
  });

  it('refuses a savepoint outside the allowed roots', async () => {
    const attempt = await world().storage().openAttempt(testJob, epoch(1));
    const directory = world().forbiddenFolder;
    await expectCode(attempt.prepare({ checkpointId: 2, kind: 'SAVEPOINT', directory }), 'NOT_ALLOWED', directory);
  });
}

function removal(world: () => CheckpointStorageWorld): void {
  it('discards a snapshot with all its files, and one that is gone already', async () => {
    const attempt = await world().storage().openAttempt(testJob, epoch(1));
    const { path } = await publishSnapshot(world(), attempt, { epoch: 1, checkpointId: 1 });
    await world().storage().discard(path);
    await world().storage().discard(path);
    expect(await world().list(path)).toEqual([]);
    expect(await world().storage().list(testJob)).toEqual([]);
    await expectCode(world().storage().readManifest(path), 'MISSING');
  });

  it('abandons a location with what was written there', async () => {
    const attempt = await world().storage().openAttempt(testJob, epoch(1));
    const location = await attempt.prepare({ checkpointId: 1, kind: 'CHECKPOINT', directory: null });
    await writeStateFile(world().files, location, { epoch: 1, checkpointId: 1 });
    await attempt.abandon(location);
    await attempt.abandon(location);
    expect(await world().list(location.path)).toEqual([]);
  });

  it('does not abandon what has been published', async () => {
    const attempt = await world().storage().openAttempt(testJob, epoch(1));
    const { path } = await publishSnapshot(world(), attempt, { epoch: 1, checkpointId: 1 });
    await attempt.abandon({ path });
    expect(await world().storage().verify(path)).toEqual([]);
  });
}

function damage(world: () => CheckpointStorageWorld): void {
  it('names every single changed byte of the manifest and of the files', async () => {
    const attempt = await world().storage().openAttempt(testJob, epoch(1));
    const { path, manifest, written } = await publishSnapshot(world(), attempt, { epoch: 1, checkpointId: 1 });
    for (const name of [manifestFileName, written.file.path]) {
      const size = await world().sizeOf(`${path}/${name}`);
      for (let offset = 0; offset < size; offset += 1) {
        await world().flip(`${path}/${name}`, offset, offset % 8);
        const found = await world().storage().verify(path);
        expect({ name, offset, found: found.length > 0 }).toEqual({ name, offset, found: true });
        expect(found.join()).toContain(name);
        await world().flip(`${path}/${name}`, offset, offset % 8);
      }
    }
    expect(await world().storage().verify(path)).toEqual([]);
    expect(await world().storage().readManifest(path)).toEqual(manifest);
  });

  it('refuses a changed byte of a block or of the head when it reads', async () => {
    const attempt = await world().storage().openAttempt(testJob, epoch(1));
    const { path, written } = await publishSnapshot(world(), attempt, { epoch: 1, checkpointId: 1 });
    const [block, next] = written.blocks;
    if (!block || !next) throw new Error('Two blocks were written.');
    for (let offset = 0; offset < block.offset + block.length; offset += 1) {
      await world().flip(`${path}/${written.file.path}`, offset, 3);
      const reader = world().storage().openReader(path);
      await expectCode(reader.readBlock(written.file, block), 'DAMAGED', written.file.path);
      if (offset >= block.offset) {
        // The other block is as it was.
        expect(new TextDecoder().decode(await reader.readBlock(written.file, next))).toBe(blockTexts[1]);
      }
      await reader.close();
      await world().flip(`${path}/${written.file.path}`, offset, 3);
    }
  });

  it('names a file that is missing, and one that belongs to another snapshot', async () => {
    const attempt = await world().storage().openAttempt(testJob, epoch(1));
    const first = await publishSnapshot(world(), attempt, { epoch: 1, checkpointId: 1 });
    const second = await publishSnapshot(world(), attempt, { epoch: 1, checkpointId: 2 });
    const [block] = first.written.blocks;
    if (!block) throw new Error('Two blocks were written.');
    const place = `${first.path}/${first.written.file.path}`;
    await world().move(place, `${first.path}/aside`);
    expect((await world().storage().verify(first.path)).join()).toContain(first.written.file.path);
    const reader = world().storage().openReader(first.path);
    await expectCode(reader.readBlock(first.written.file, block), 'MISSING', first.written.file.path);
    await reader.close();

    await world().move(`${second.path}/${second.written.file.path}`, place);
    const misled = world().storage().openReader(first.path);
    await expectCode(misled.readBlock(first.written.file, block), 'DAMAGED', 'checkpointId');
    await misled.close();
  });

  it('lists a damaged manifest as such, in its place', async () => {
    const attempt = await world().storage().openAttempt(testJob, epoch(1));
    for (const checkpointId of [1, 2, 3]) await publishSnapshot(world(), attempt, { epoch: 1, checkpointId });
    const [, middle] = await world().storage().list(testJob);
    if (!middle) throw new Error('Three were published.');
    await world().flip(`${middle.path}/${manifestFileName}`, 30, 1);
    const listed = await world().storage().list(testJob);
    expect(listed.map(({ manifest }) => manifest?.checkpointId)).toEqual([3, undefined, 1]);
    expect(listed[1]?.damage).toContain(middle.path);
  });
}

function writing(world: () => CheckpointStorageWorld): void {
  it('leaves nothing of an aborted file', async () => {
    const attempt = await world().storage().openAttempt(testJob, epoch(1));
    const location = await attempt.prepare({ checkpointId: 1, kind: 'CHECKPOINT', directory: null });
    const identity = { jobId: testJob, runId: testRun, epoch: 1, checkpointId: 1, owner: 'a/../b' };
    const writer = await world().files.create(location.path, identity);
    await writer.write(new Uint8Array(1_000_000));
    expect(await world().list(location.path)).toHaveLength(1);
    await writer.abort();
    await writer.abort();
    expect(await world().list(location.path)).toEqual([]);
  });

  it('gives files of the same owner names of their own', async () => {
    const attempt = await world().storage().openAttempt(testJob, epoch(1));
    const location = await attempt.prepare({ checkpointId: 1, kind: 'CHECKPOINT', directory: null });
    const files = await Promise.all(
      [1, 2, 3].map(() => writeStateFile(world().files, location, { epoch: 1, checkpointId: 1 })),
    );
    expect(new Set(files.map(({ file }) => file.path)).size).toBe(3);
  });

  it('keeps the bytes of small and large writes in order, and may be given one buffer again and again', async () => {
    const attempt = await world().storage().openAttempt(testJob, epoch(1));
    const location = await attempt.prepare({ checkpointId: 1, kind: 'CHECKPOINT', directory: null });
    const identity = { jobId: testJob, runId: testRun, epoch: 1, checkpointId: 1, owner: 'sizes' };
    const writer = await world().files.create(location.path, identity);
    const start = writer.position;
    const buffer = new Uint8Array(600_000);
    for (const [at, length] of [10, 262_144, 1, 600_000, 262_143, 5].entries()) {
      buffer.fill(at + 1, 0, length);
      await writer.write(buffer.subarray(0, length));
    }
    const file = await writer.finish();
    expect(file.size).toBe(start + 10 + 262_144 + 1 + 600_000 + 262_143 + 5);
    expect(await world().sizeOf(`${location.path}/${file.path}`)).toBe(file.size);
    const written = { file, blocks: [] };
    const path = await attempt.publish(location, manifestOf({ epoch: 1, checkpointId: 1 }, written));
    expect(await world().storage().verify(path)).toEqual([]);
  });
}
