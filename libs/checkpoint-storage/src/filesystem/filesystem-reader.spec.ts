import { crc32 } from 'node:zlib';
import type { FileSystem, ReadableFile } from '@weir/engine-core/file-system';
import { epoch, manifestOf, testJob, testRun } from '@weir/engine-core/conformance';
import { describe, expect, it } from 'vitest';
import { FilesystemStorage } from './filesystem-storage.ts';
import { countingIds, memoryRoot, memoryWorld } from '../testing/memory-world.ts';

/** The same files; every read of one is counted. */
function counting(fileSystem: FileSystem, onRead: () => void): FileSystem {
  const counted = (file: ReadableFile): ReadableFile => ({
    size: file.size,
    read: (offset, length) => {
      onRead();
      return file.read(offset, length);
    },
    close: () => file.close(),
  });
  return new Proxy(fileSystem, {
    get: (target, name: keyof FileSystem) =>
      name === 'open'
        ? async (path: string) => counted(await target.open(path))
        : (target[name] as (...args: unknown[]) => unknown).bind(target),
  });
}

/** A snapshot whose one file holds blocks of these sizes behind each other; the block's number is in each of its bytes. */
async function published(sizes: readonly number[]) {
  const world = memoryWorld();
  const attempt = await world.storage().openAttempt(testJob, epoch(1));
  const location = await attempt.prepare({ checkpointId: 1, kind: 'CHECKPOINT', directory: null });
  const identity = { jobId: testJob, runId: testRun, epoch: 1, checkpointId: 1, owner: 'counts (1/1)' };
  const writer = await world.files.create(location.path, identity);
  const blocks: { offset: number; length: number; crc32: number }[] = [];
  for (const [index, size] of sizes.entries()) {
    const bytes = new Uint8Array(size).fill(index % 251);
    blocks.push({ offset: writer.position, length: size, crc32: crc32(bytes) });
    await writer.write(bytes);
  }
  const file = await writer.finish();
  const path = await attempt.publish(location, manifestOf({ epoch: 1, checkpointId: 1 }, { file, blocks }));
  let reads = 0;
  const fileSystem = counting(world.fileSystem, () => (reads += 1));
  const storage = new FilesystemStorage({ root: memoryRoot, allowedRoots: [], fileSystem, ids: countingIds() });
  return { world, path, file, blocks, reader: storage.openReader(path), reads: () => reads };
}

describe('FilesystemReader', () => {
  it('reads thousands of small blocks with a few reads, whatever lies between them, each in bytes of its own', async () => {
    const { reader, file, blocks, reads } = await published(Array.from({ length: 5_000 }, (_, index) => index % 200));
    const read = [];
    for (const block of blocks) read.push(await reader.readBlock(file, block));
    expect(read.map((bytes) => bytes.length)).toEqual(blocks.map(({ length }) => length));
    expect(read[199]?.every((byte) => byte === 199)).toBe(true);
    read[199]?.fill(0);
    expect((await reader.readBlock(file, blocks[198] as (typeof blocks)[0])).every((byte) => byte === 198)).toBe(true);
    expect(reads()).toBeLessThan(10);
    await reader.close();
  });

  it('reads a block larger than what it reads at once, and small ones around it', async () => {
    const { reader, file, blocks } = await published([10, 400_000, 10]);
    const lengths = [];
    for (const block of [...blocks].reverse()) lengths.push((await reader.readBlock(file, block)).length);
    expect(lengths).toEqual([10, 400_000, 10]);
    await reader.close();
  });

  it('finds a damaged block among sound ones', async () => {
    const { world, path, reader, file, blocks } = await published([100, 100, 100]);
    const [first, second, third] = blocks as [(typeof blocks)[0], (typeof blocks)[0], (typeof blocks)[0]];
    await world.flip(`${path}/${file.path}`, second.offset + 5, 3);
    expect(await reader.readBlock(file, first)).toHaveLength(100);
    await expect(reader.readBlock(file, second)).rejects.toMatchObject({ code: 'DAMAGED' });
    expect(await reader.readBlock(file, third)).toHaveLength(100);
    await reader.close();
  });
});
