import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFilesystemFileStore, createFilesystemStorage } from '../src/index.ts';
import { epoch, manifestOf, testJob, testRun, writeStateFile } from '@weir/engine-core/conformance';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/** Whether a small file system can be mounted here: root may, inside most containers too. */
function canMount(): boolean {
  if (process.getuid?.() !== 0) return false;
  return (
    spawnSync('sh', ['-c', 'd=$(mktemp -d) && mount -t tmpfs -o size=64k tmpfs "$d" && umount "$d" && rmdir "$d"'])
      .status === 0
  );
}

// Only root can mount; the memory file system's tests hold the same promises without a disk.
describe.skipIf(!canMount())('a disk that is full', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'weir-full-'));
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', folder]).status).toBe(0);
  });
  afterEach(async () => {
    spawnSync('umount', [folder]);
    await rm(folder, { recursive: true, force: true });
  });

  it('fails a checkpoint by saying so, keeps the last one, and takes the next when there is space', async () => {
    const storage = createFilesystemStorage({ root: join(folder, 'root'), allowedRoots: [] });
    const files = createFilesystemFileStore();
    const attempt = await storage.openAttempt(testJob, epoch(1));
    const take = async (checkpointId: number): Promise<string> => {
      const location = await attempt.prepare({ checkpointId, kind: 'CHECKPOINT', directory: null });
      const written = await writeStateFile(files, location, { epoch: 1, checkpointId });
      return attempt.publish(location, manifestOf({ epoch: 1, checkpointId }, written));
    };
    const first = await take(1);

    await mkdir(join(folder, 'ballast'));
    const ballast = join(folder, 'ballast', 'file');
    await writeFile(ballast, new Uint8Array(300_000));
    const location = await attempt.prepare({ checkpointId: 2, kind: 'CHECKPOINT', directory: null });
    const identity = { jobId: testJob, runId: testRun, epoch: 1, checkpointId: 2, owner: 'large' };
    const writer = await files.create(location.path, identity);
    await expect(writer.write(new Uint8Array(600_000))).rejects.toMatchObject({
      code: 'IO',
      retryable: true,
      message: expect.stringMatching(/chk-2\/large-.*no space left \(ENOSPC\)\. Free space/) as string,
    });
    await attempt.abandon(location);
    expect(await storage.verify(first)).toEqual([]);
    expect((await storage.list(testJob)).map(({ path }) => path)).toEqual([first]);

    await rm(ballast);
    const third = await take(3);
    expect((await storage.list(testJob)).map(({ path }) => path)).toEqual([third, first]);
  });
});
