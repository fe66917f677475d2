import { expect, it } from 'vitest';
import { nameOf, type StateFile } from '../snapshot/handles.ts';
import { manifestFileName } from '../snapshot/manifest.ts';
import {
  blockTexts,
  epoch,
  manifestOf,
  publishSnapshot,
  testJob,
  writeStateFile,
  type CheckpointStorageWorld,
  type WrittenFile,
} from './checkpoint-storage-world.ts';
import { expectCode } from './expect-code.ts';

/** Whether small state travels in the manifest is the storage's business; what it promises is the same. */
export function smallState(world: () => CheckpointStorageWorld): void {
  async function readBack(path: string, { file, blocks }: WrittenFile): Promise<string[]> {
    const reader = world().storage().openReader(path);
    const texts = [];
    for (const block of blocks) texts.push(new TextDecoder().decode(await reader.readBlock(nameOf(file), block)));
    await reader.close();
    return texts;
  }

  it.each([undefined, null])(
    'reads back small state of a checkpoint, and of a savepoint that was moved: %s',
    async (to) => {
      const attempt = await world().storage().openAttempt(testJob, epoch(1));
      const savepoint = to === null ? { savepointIn: world().savepointFolder } : {};
      const request = { epoch: 1, checkpointId: 7, files: world().inlineFiles, ...savepoint };
      const published = await publishSnapshot(world(), attempt, request);
      const { manifest, written } = published;
      const path = to === null ? `${world().savepointFolder}/moved` : published.path;
      if (path !== published.path) await world().move(published.path, path);
      expect(written.file.inline).toBeDefined();
      expect(await world().list(path)).toEqual([manifestFileName]);
      expect(await world().storage().readManifest(path)).toEqual(manifest);
      expect(await world().storage().verify(path)).toEqual([]);
      expect(await readBack(path, written)).toEqual(blockTexts);
      await world().storage().discard(path);
      expect(await world().list(path)).toEqual([]);
    },
  );

  it('names every single changed byte of it', async () => {
    const attempt = await world().storage().openAttempt(testJob, epoch(1));
    const request = { epoch: 1, checkpointId: 1, files: world().inlineFiles };
    const { path, written } = await publishSnapshot(world(), attempt, request);
    const [block] = written.blocks;
    if (written.file.inline === undefined || block === undefined) return;
    const manifest = `${path}/${manifestFileName}`;
    const size = await world().sizeOf(manifest);
    for (let offset = 0; offset < size; offset += 1) {
      await world().flip(manifest, offset, offset % 8);
      expect({ offset, found: (await world().storage().verify(path)).length }).toEqual({ offset, found: 1 });
      const reader = world().storage().openReader(path);
      await expectCode(reader.readBlock(nameOf(written.file), block), 'DAMAGED', manifestFileName);
      await reader.close();
      await world().flip(manifest, offset, offset % 8);
    }
    expect(await readBack(path, written)).toEqual(blockTexts);
  });

  it.each([
    ['other bytes', (file: StateFile) => ({ ...file, inline: file.inline?.replace(/^..../, 'AAAA') })],
    ['too few bytes', (file: StateFile) => ({ ...file, inline: file.inline?.slice(0, -8) })],
  ])('refuses small state that the manifest itself gives with %s', async (_, altered) => {
    const attempt = await world().storage().openAttempt(testJob, epoch(1));
    const location = await attempt.prepare({ checkpointId: 1, kind: 'CHECKPOINT', directory: null });
    const written = await writeStateFile(world().inlineFiles, location, { epoch: 1, checkpointId: 1 });
    if (written.file.inline === undefined) return;
    const manifest = manifestOf({ epoch: 1, checkpointId: 1 }, written);
    const path = await attempt.publish(location, {
      ...manifest,
      files: [altered(written.file) as StateFile],
    });
    expect(await world().storage().verify(path)).toHaveLength(1);
    await expect(readBack(path, written)).rejects.toMatchObject({ code: 'DAMAGED' });
  });

  it('lets an attempt discard what a newer checkpoint has subsumed, and says when that is durable', async () => {
    const attempt = await world().storage().openAttempt(testJob, epoch(1));
    for (const files of [world().files, world().inlineFiles]) {
      const { path } = await publishSnapshot(world(), attempt, { epoch: 1, checkpointId: 1, files });
      await attempt.discard(path);
      await attempt.discard(path);
      expect(await world().list(path)).toEqual([]);
      expect(await world().storage().list(testJob)).toEqual([]);
    }
    await expectCode(attempt.discard(world().forbiddenFolder), 'NOT_ALLOWED');
    await attempt.close();
  });
}
