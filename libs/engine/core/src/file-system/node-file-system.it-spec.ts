import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFileSystem } from './node-file-system.ts';

const openFiles = '/proc/self/fd';
const terminations = 30;

/** Uses files without end, several at a time, until it is terminated. Threads read what was built. */
const busyWithFiles = `
  const { parentPort, workerData: { folder, built } } = require('node:worker_threads');
  import(built).then(({ nodeFileSystem: files }) => {
    let made = 0;
    const go = async () => {
      for (;;) {
        const path = folder + '/' + process.hrtime.bigint() + '-' + (made += 1);
        const file = await files.create(path);
        await file.write(new Uint8Array(10_000));
        await file.sync();
        await file.close();
        await files.syncFolder(folder);
        const opened = await files.open(path);
        await opened.read(0, 10_000);
        await opened.close();
        await files.remove(path);
        if (made === 20) parentPort.postMessage('busy');
      }
    };
    for (let lane = 0; lane < 4; lane += 1) go();
  });
`;

describe('nodeFileSystem', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'weir-files-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.skipIf(!existsSync(openFiles))(
    `leaves no file open when threads that use it are terminated (needs ${openFiles})`,
    { timeout: 120_000 },
    async () => {
      const built = new URL('../../dist/file-system.js', import.meta.url).href;
      for (let termination = 0; termination < terminations; termination += 1) {
        const worker = new Worker(busyWithFiles, { eval: true, execArgv: [], workerData: { folder, built } });
        await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
        await worker.terminate();
      }
      expect(openBelow(folder)).toEqual([]);
    },
  );

  it('reads and closes once, and says so when a closed file is read', async () => {
    const path = join(folder, 'a');
    writeFileSync(path, 'hello');
    const file = await nodeFileSystem.open(path);
    expect(file.size).toBe(5);
    expect(new TextDecoder().decode(await file.read(1, 100))).toBe('ello');
    await file.close();
    await file.close();
    await expect(file.read(0, 1)).rejects.toThrow('is closed');
    await expect(nodeFileSystem.open(join(folder, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(nodeFileSystem.syncFolder(join(folder, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

function openBelow(folder: string): readonly string[] {
  return readdirSync(openFiles).flatMap((descriptor) => {
    try {
      const path = readlinkSync(join(openFiles, descriptor));
      return path.startsWith(folder) ? [path] : [];
    } catch {
      // The one by which the list was read is gone.
      return [];
    }
  });
}
