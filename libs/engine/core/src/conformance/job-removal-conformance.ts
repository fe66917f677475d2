import { dirname } from 'node:path/posix';
import { expect, it } from 'vitest';
import {
  epoch,
  manifestOf,
  publishSnapshot,
  testJob,
  writeStateFile,
  type CheckpointStorageWorld,
} from './checkpoint-storage-world.ts';

/** What is left of a job that was deleted. */
export function jobRemoval(world: () => CheckpointStorageWorld): void {
  it('leaves nothing of a job whose snapshots were discarded, savepoints apart', async () => {
    const storage = world().storage();
    const attempt = await storage.openAttempt(testJob, epoch(1));
    const checkpoint = await publishSnapshot(world(), attempt, { epoch: 1, checkpointId: 1 });
    const savepointIn = world().savepointFolder;
    const savepoint = await publishSnapshot(world(), attempt, { epoch: 1, checkpointId: 2, savepointIn });
    const second = await storage.openAttempt(testJob, epoch(2));
    await second.prepare({ checkpointId: 3, kind: 'CHECKPOINT', directory: null });
    const jobFolder = dirname(dirname(checkpoint.path));
    await storage.discard(checkpoint.path);
    for (let count = 0; count < 2; count += 1) await storage.removeJob(testJob);
    expect(await world().list(dirname(jobFolder))).not.toContain(testJob);
    expect(await storage.readManifest(savepoint.path)).toEqual(savepoint.manifest);
  });

  it('keeps the complete snapshots of a job that is removed, until they are discarded', async () => {
    const storage = world().storage();
    const attempt = await storage.openAttempt(testJob, epoch(4));
    const { path, manifest } = await publishSnapshot(world(), attempt, { epoch: 4, checkpointId: 1 });
    await storage.removeJob(testJob);
    expect(await storage.readManifest(path)).toEqual(manifest);
    await storage.discard(path);
    expect(await world().list(dirname(dirname(dirname(path))))).not.toContain(testJob);
  });

  it('lets no attempt of a removed job publish what it was about to', async () => {
    const storage = world().storage();
    const attempt = await storage.openAttempt(testJob, epoch(1));
    const location = await attempt.prepare({ checkpointId: 1, kind: 'CHECKPOINT', directory: null });
    const written = await writeStateFile(world().files, location, { epoch: 1, checkpointId: 1 });
    await storage.removeJob(testJob);
    await expect(attempt.publish(location, manifestOf({ epoch: 1, checkpointId: 1 }, written))).rejects.toMatchObject({
      code: 'MISSING',
    });
    expect(await storage.list(testJob)).toEqual([]);
  });
}
