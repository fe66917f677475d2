import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { batchOf } from '@weir/engine-core';
import { nodeFileSystem } from '@weir/engine-core/file-system';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { analyzedSink } from '../harness/analyzed.ts';
import { ConnectorHarness } from '../harness/connector-harness.ts';
import { fileSinkFactory } from './file.ts';

describe('the file sink on disk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'weir sink '));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  function make(path: string) {
    const harness = new ConnectorHarness();
    const operator = analyzedSink('file', { path }, [{ word: 'a', n: 1 }]);
    const sink = fileSinkFactory({ fileSystem: nodeFileSystem, filesRoot: folder }).create(operator, harness.context);
    return { sink, operator };
  }

  it('shows a hundred thousand rows when their checkpoint completes', async () => {
    const { sink, operator } = make('deep/er/out');
    await sink.open();
    for (let batch = 0; batch < 25; batch += 1) {
      const rows = Array.from({ length: 4_000 }, (_, at) => ({ word: `wört ${at}`, n: batch * 4_000 + at }));
      sink.processBatch(batchOf(operator.inputColumns, rows), 0);
    }
    await sink.snapshot(1, { kind: 'CHECKPOINT', ending: 'NONE', sharing: 'FULL', location: '' })?.();
    const out = join(folder, 'deep', 'er', 'out');
    expect((await readdir(out)).filter((name) => !name.startsWith('.'))).toEqual([]);
    await sink.notifyCheckpointComplete(1);
    await sink.close();
    const [name = '', ...others] = await readdir(out);
    expect(name).toMatch(/^part-[0-9a-f]{12}-1-0-0\.jsonl$/);
    expect(others).toEqual([]);
    const lines = (await readFile(join(out, name), 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(100_000);
    expect(JSON.parse(lines[99_999] ?? '')).toEqual({ word: 'wört 3999', n: 99_999 });
  });

  it('does not write behind a link', async () => {
    await mkdir(join(folder, 'outside'));
    await symlink(join(folder, 'outside'), join(folder, 'out'));
    const { sink } = make('out/rows');
    await expect(sink.open()).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await readdir(join(folder, 'outside'))).toEqual([]);
  });

  it('says so when its folder is a file', async () => {
    const { sink, operator } = make('out');
    await sink.open();
    sink.processBatch(batchOf(operator.inputColumns, [{ word: 'a', n: 1 }]), 0);
    const [name = ''] = await readdir(join(folder, 'out'));
    await expect(make(`out/${name}`).sink.open()).rejects.toThrow('is a file, not a folder');
    await sink.close();
  });
});
