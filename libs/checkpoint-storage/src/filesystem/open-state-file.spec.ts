import type { SnapshotManifest } from '@weir/engine-core';
import { epoch as epochOf, publishSnapshot, testJob } from '@weir/engine-core/conformance';
import { describe, expect, it } from 'vitest';
import { AllowedPaths } from './allowed-paths.ts';
import { memoryRoot, memoryWorld } from '../testing/memory-world.ts';
import { openStateFile } from './open-state-file.ts';

/** A state file of checkpoint 7, taken in epoch 2, and how it is opened as what a manifest says of it. */
async function writtenInEpoch2() {
  const world = memoryWorld();
  const { fileSystem } = world;
  const attempt = await world.storage().openAttempt(testJob, epochOf(2));
  const { path: folder, manifest } = await publishSnapshot(world, attempt, { epoch: 2, checkpointId: 7 });
  const [file] = manifest.files;
  if (file === undefined) throw new Error('The snapshot has a file.');
  const open = async (change: Partial<SnapshotManifest>, path = file.path): Promise<void> => {
    const place = { fileSystem, allowed: new AllowedPaths(fileSystem, [memoryRoot]) };
    await (await openStateFile(place, { folder, manifest: { ...manifest, ...change } }, path)).close();
  };
  return { folder, file, fileSystem, open };
}

const otherJob = '1b6a1c8e-5d21-4b7a-9c0e-8f1d2a3b4c5d';

describe('openStateFile', () => {
  it('opens the file of its own snapshot', async () => {
    const { open } = await writtenInEpoch2();
    await expect(open({})).resolves.toBeUndefined();
  });

  it.each([
    // Two epochs give one number to two checkpoints: what the first left must not pass for the second's.
    ['the same checkpoint of the epoch after', { epoch: 3 }, 'its epoch is 2'],
    ['the same checkpoint of the epoch before', { epoch: 1 }, 'its epoch is 2'],
    ['another checkpoint of its epoch', { checkpointId: 8 }, 'its checkpointId is 7'],
    ['another run', { runId: 'b1b2c3d4-0000-4000-8000-000000000001' }, 'its runId is'],
    ['another job', { jobId: otherJob }, 'its jobId is'],
  ])('refuses it for %s', async (_, change, message) => {
    const { open } = await writtenInEpoch2();
    await expect(open(change)).rejects.toThrow(message);
  });

  it('refuses one of another size, and one that the manifest does not name', async () => {
    const { open, file } = await writtenInEpoch2();
    await expect(open({ files: [{ ...file, size: file.size + 1 }] })).rejects.toThrow('bytes instead of');
    await expect(open({ files: [{ ...file, size: file.size - 1 }] })).rejects.toThrow('bytes instead of');
    await expect(open({ files: [] })).rejects.toThrow('does not name it');
  });

  it('lets a shared file be of an earlier snapshot of the job, and of no other job', async () => {
    const { folder, file, fileSystem, open } = await writtenInEpoch2();
    const path = `../shared/${file.path}`;
    await fileSystem.makeFolder(`${folder}/../shared`);
    await fileSystem.link(`${folder}/${file.path}`, `${folder}/${path}`);
    const later = { epoch: 3, checkpointId: 9, files: [{ ...file, path }] };
    await expect(open(later, path)).resolves.toBeUndefined();
    await expect(open({ ...later, jobId: otherJob }, path)).rejects.toThrow('its jobId is');
  });
});
