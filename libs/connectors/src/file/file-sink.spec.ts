import { batchOf, type CheckpointOptions, type Operator } from '@weir/engine-core';
import { MemoryFileSystem, type MemoryFileSystemOptions } from '@weir/engine-core/file-system';
import { describe, expect, it } from 'vitest';
import { analyzedSink } from '../harness/analyzed.ts';
import { ConnectorHarness, type HarnessOptions } from '../harness/connector-harness.ts';
import { redistribute, type StateSnapshot } from '../harness/operator-state-memory.ts';
import { fileSinkFactory } from './file.ts';
import { ownerOf } from './part-names.ts';

const checkpoint: CheckpointOptions = { kind: 'CHECKPOINT', ending: 'NONE', sharing: 'FULL', location: '' };
const filesRoot = '/files';
const owner = ownerOf(new ConnectorHarness().context.jobId, 'sink');

async function disk(options: MemoryFileSystemOptions = {}): Promise<MemoryFileSystem> {
  const files = new MemoryFileSystem(options);
  await files.makeFolder(filesRoot);
  await files.syncFolder('/');
  return files;
}

interface Sink {
  readonly harness: ConnectorHarness;
  readonly sink: Operator;
  write(...numbers: number[]): void;
  /** The synchronous cut and what follows it; resolves to the state that the checkpoint holds. */
  snapshot(checkpointId: number): Promise<StateSnapshot>;
}

async function open(files: MemoryFileSystem, place: HarnessOptions = {}, options: object = {}): Promise<Sink> {
  const harness = new ConnectorHarness({ uid: 'sink', ...place });
  const operator = analyzedSink('file', { path: 'out/rows', ...options }, [{ n: 1 }]);
  const sink = fileSinkFactory({ fileSystem: files, filesRoot }).create(operator, harness.context);
  await sink.open();
  return {
    harness,
    sink,
    write: (...numbers) =>
      sink.processBatch(
        batchOf(
          operator.inputColumns,
          numbers.map((n) => ({ n })),
        ),
        0,
      ),
    snapshot: async (checkpointId) => {
      const finish = sink.snapshot(checkpointId, checkpoint);
      const state = harness.state.snapshot();
      await finish?.();
      return state;
    },
  };
}

async function names(files: MemoryFileSystem, folder = '/files/out/rows'): Promise<string[]> {
  return (await files.list(folder)).map(({ name }) => name);
}

/** The numbers in all files that a reader of the folder sees, in the order of the files. */
async function visible(files: MemoryFileSystem): Promise<number[]> {
  const seen: number[] = [];
  for (const name of await names(files)) {
    if (name.startsWith('.')) continue;
    const text = new TextDecoder().decode(files.readNow(`/files/out/rows/${name}`));
    seen.push(
      ...text
        .split('\n')
        .slice(0, -1)
        .map((line) => (JSON.parse(line) as { n: number }).n),
    );
  }
  return seen;
}

describe('the file sink', () => {
  it('shows rows when the checkpoint that covers them has completed, not before', async () => {
    const files = await disk();
    const { sink, write, snapshot } = await open(files, { epoch: 7 });
    write(1, 2);
    await snapshot(1);
    write(3);
    expect(await names(files)).toEqual([`.part-${owner}-7-0-0.jsonl`, `.part-${owner}-7-0-1.jsonl`]);
    await sink.notifyCheckpointComplete(1);
    await sink.notifyCheckpointComplete(1);
    expect(await visible(files)).toEqual([1, 2]);
    expect((await names(files)).filter((name) => !name.startsWith('.'))).toEqual([`part-${owner}-7-0-0.jsonl`]);
    await snapshot(2);
    await sink.notifyCheckpointComplete(2);
    expect(await visible(files)).toEqual([1, 2, 3]);
  });

  it('covers the rows of a failed checkpoint by the next one that completes', async () => {
    const files = await disk();
    const { sink, write, snapshot } = await open(files);
    write(1);
    await snapshot(1);
    sink.notifyCheckpointAborted(1);
    write(2);
    await snapshot(2);
    write(3);
    await snapshot(3);
    await sink.notifyCheckpointComplete(2);
    expect(await visible(files)).toEqual([1, 2]);
  });

  it('loses nothing when a checkpoint failed, the next completed, and the host went down before the notification', async () => {
    const files = await disk();
    const { sink, write, snapshot } = await open(files);
    write(1);
    await snapshot(1);
    sink.notifyCheckpointAborted(1);
    write(2);
    const state = await snapshot(2);
    write(3);
    files.crash();
    await open(files, { epoch: 2, restored: state });
    expect(await visible(files)).toEqual([1, 2]);
  });

  it('acknowledges only what is durable, names included', async () => {
    const files = await disk();
    const { write, snapshot } = await open(files);
    write(1, 2, 3);
    const state = await snapshot(1);
    files.crash();
    await open(files, { epoch: 2, restored: state });
    files.crash();
    expect(await visible(files)).toEqual([1, 2, 3]);
  });

  it('makes a committed name durable before it forgets that it was pending', async () => {
    const files = await disk();
    const { sink, write, snapshot } = await open(files);
    write(1);
    await snapshot(1);
    await sink.notifyCheckpointComplete(1);
    const state = await snapshot(2);
    files.crash();
    await open(files, { epoch: 2, restored: state });
    expect(await visible(files)).toEqual([1]);
  });

  it('commits again what was committed already without harm, and tells of files that are nowhere', async () => {
    const files = await disk();
    const { sink, write, snapshot } = await open(files);
    write(1);
    const state = await snapshot(1);
    await sink.notifyCheckpointComplete(1);
    await open(files, { epoch: 2, restored: state });
    expect(await visible(files)).toEqual([1]);
    await files.remove(`/files/out/rows/part-${owner}-1-0-0.jsonl`);
    await open(files, { epoch: 3, restored: state });
    expect(await visible(files)).toEqual([]);
  });

  it('removes what a failed attempt left, but only when every subtask has opened', async () => {
    const files = await disk();
    const before = await Promise.all([0, 1].map((subtask) => open(files, { subtask, parallelism: 2 })));
    const states: StateSnapshot[] = [];
    for (const [subtask, { write, snapshot }] of before.entries()) {
      write(subtask);
      states.push(await snapshot(1));
      write(100 + subtask);
    }
    const restored = redistribute(states, 3);
    const [zero, ...others] = [0, 1, 2].map((subtask) => {
      const own = restored[subtask];
      return () => open(files, { epoch: 2, subtask, parallelism: 3, ...(own === undefined ? {} : { restored: own }) });
    });
    const first = await zero?.();
    // Subtask 0 was dealt the pending file of one; the other's must survive although nobody here knows it.
    expect(await names(files)).toHaveLength(4);
    const rest = await Promise.all(others.map((openOne) => openOne()));
    expect(await visible(files)).toEqual([0, 1]);
    for (const { sink, snapshot } of [...(first ? [first] : []), ...rest]) {
      await snapshot(2);
      await sink.notifyCheckpointComplete(2);
    }
    expect(await names(files)).toEqual([`part-${owner}-1-0-0.jsonl`, `part-${owner}-1-1-0.jsonl`]);
  });

  it('leaves the unfinished files of other jobs and operators alone', async () => {
    const files = await disk();
    const other = await open(files, { uid: 'other', epoch: 1 });
    other.write(1);
    const late = await open(files, { epoch: 5 });
    late.write(2);
    await late.snapshot(1);
    await late.sink.notifyCheckpointComplete(1);
    await other.snapshot(1);
    await other.sink.notifyCheckpointComplete(1);
    expect((await visible(files)).sort()).toEqual([1, 2]);
  });

  it('leaves the files of a later attempt alone when it hears late that its checkpoint is complete', async () => {
    const files = await disk();
    const stale = await open(files, { epoch: 1 });
    const later = await open(files, { epoch: 2 });
    later.write(1);
    await stale.sink.notifyCheckpointComplete(1);
    await later.snapshot(2);
    await later.sink.notifyCheckpointComplete(2);
    expect(await visible(files)).toEqual([1]);
  });

  it('shares a folder with the same subtask of another job, and with the files of a version that named them without an owner', async () => {
    const files = await disk();
    const jobs = await Promise.all([open(files, { jobId: 'a' }), open(files, { jobId: 'b' })]);
    await (await files.create('/files/out/rows/part-0-0.jsonl')).sync();
    for (const [n, { sink, write, snapshot }] of jobs.entries()) {
      write(n);
      await snapshot(1);
      await sink.notifyCheckpointComplete(1);
    }
    expect((await visible(files)).sort()).toEqual([0, 1]);
  });

  it('refuses to replace a file that a stranger gave its name', async () => {
    const files = await disk();
    const { sink, write, snapshot } = await open(files);
    write(1);
    await snapshot(1);
    const taken = `/files/out/rows/part-${owner}-1-0-0.jsonl`;
    await (await files.create(taken)).sync();
    await expect(sink.notifyCheckpointComplete(1)).rejects.toMatchObject({ code: 'NAME_TAKEN' });
    expect(files.readNow(taken)).toHaveLength(0);
  });

  it('goes on behind its own files when epochs begin anew', async () => {
    const files = await disk();
    for (const n of [1, 2]) {
      const { sink, write, snapshot } = await open(files, { epoch: 1 });
      write(n);
      await snapshot(1);
      await sink.notifyCheckpointComplete(1);
    }
    expect(await names(files)).toEqual([`part-${owner}-1-0-0.jsonl`, `part-${owner}-1-0-1.jsonl`]);
  });

  it('lists the folder once an attempt, whatever its parallelism', async () => {
    let lists = 0;
    const files = await disk({
      inject: ({ kind }) => {
        if (kind === 'list') lists += 1;
        return null;
      },
    });
    const sinks = await Promise.all([0, 1, 2].map((subtask) => open(files, { epoch: 2, subtask, parallelism: 3 })));
    for (const id of [1, 2]) {
      for (const { write, snapshot } of sinks) {
        write(id);
        await snapshot(id);
      }
      for (const { sink } of sinks) await sink.notifyCheckpointComplete(id);
    }
    expect(lists).toBe(1);
  });

  it('begins a new file when one is large enough, and shows all of them', async () => {
    const files = await disk();
    const { sink, write, snapshot } = await open(files, {}, { rollBytes: 1_024 });
    for (let n = 0; n < 1_000; n += 1) write(n);
    await snapshot(1);
    await sink.notifyCheckpointComplete(1);
    const seen = await visible(files);
    expect(seen.toSorted((left, right) => left - right)).toEqual(Array.from({ length: 1_000 }, (_, n) => n));
    const sizes = (await names(files)).map((name) => files.readNow(`/files/out/rows/${name}`).length);
    expect(sizes.length).toBeGreaterThan(5);
    expect(Math.max(...sizes)).toBeLessThan(1_024 + 20);
  });

  it('makes no file without rows', async () => {
    const files = await disk();
    const { sink, snapshot } = await open(files);
    await snapshot(1);
    await sink.notifyCheckpointComplete(1);
    sink.finish();
    await sink.close();
    expect(await names(files)).toEqual([]);
  });

  it('shows the last rows of a finished input with the last checkpoint', async () => {
    const files = await disk();
    const { sink, write, snapshot } = await open(files);
    write(1);
    sink.finish();
    await snapshot(1);
    await sink.notifyCheckpointComplete(1);
    await sink.close();
    expect(await visible(files)).toEqual([1]);
  });

  it('case 101: takes no rows after it has finished', async () => {
    const files = await disk();
    const { sink, write, snapshot } = await open(files);
    write(1);
    sink.finish();
    expect(() => write(2)).toThrow('takes no more rows');
    const state = await snapshot(1);
    await open(files, { epoch: 2, restored: state });
    expect(await visible(files)).toEqual([1]);
  });

  it('case 100: fails to open when a finished file cannot get its name, and leaves it for the next attempt', async () => {
    let isBroken = false;
    const files = await disk({
      inject: ({ kind }) => (isBroken && kind === 'rename' ? { kind: 'error', code: 'EIO' } : null),
    });
    const { write, snapshot } = await open(files);
    write(1);
    const state = await snapshot(1);
    isBroken = true;
    await expect(open(files, { epoch: 2, restored: state })).rejects.toMatchObject({ code: 'IO' });
    isBroken = false;
    await open(files, { epoch: 3, restored: state });
    expect(await visible(files)).toEqual([1]);
  });

  it('shows nothing of an attempt that fails', async () => {
    const files = await disk();
    const { sink, write } = await open(files);
    write(1);
    await sink.close();
    expect(await names(files)).toEqual([]);
  });

  it('keeps what a snapshot may need when it is closed', async () => {
    const files = await disk();
    const { sink, write, snapshot } = await open(files);
    write(1);
    const state = await snapshot(1);
    write(2);
    await sink.close();
    await open(files, { epoch: 2, restored: state });
    expect(await visible(files)).toEqual([1]);
  });

  it('fails the attempt when a file cannot be made durable, and does not try again', async () => {
    let syncs = 0;
    const files = await disk({
      inject: ({ kind, path }) => {
        if (kind !== 'sync' || !path.includes('.part-')) return null;
        syncs += 1;
        return { kind: 'error', code: 'EIO' };
      },
    });
    const { harness, write, snapshot } = await open(files);
    write(1);
    await expect(snapshot(1)).rejects.toMatchObject({ code: 'IO' });
    write(2);
    await expect(snapshot(2)).rejects.toThrow(`.part-${owner}-1-0-0.jsonl`);
    expect(harness.failures.length).toBeGreaterThan(0);
    expect(syncs).toBe(2);
  });

  it('says where there is no space', async () => {
    const files = await disk();
    const { sink, write } = await open(files);
    files.freeBytes = 100;
    write(...Array.from({ length: 100 }, (_, n) => n));
    expect(() => sink.snapshot(1, checkpoint)).toThrow(/out\/rows\/\.part-[0-9a-f]{12}-1-0-0.*ENOSPC.*Free space/);
  });

  it('goes to its new folder after the path has changed, and finishes what lies in the old one', async () => {
    const files = await disk();
    const { write, snapshot } = await open(files);
    write(1);
    const state = await snapshot(1);
    const moved = await open(files, { epoch: 2, restored: state }, { path: 'elsewhere' });
    expect(await visible(files)).toEqual([1]);
    moved.write(2);
    expect(await names(files, '/files/elsewhere')).toHaveLength(1);
  });

  it('begins every file of CSV with the names', async () => {
    const files = await disk();
    const { sink, write, snapshot } = await open(files, {}, { format: 'csv' });
    for (const id of [1, 2]) {
      write(id);
      await snapshot(id);
    }
    await sink.notifyCheckpointComplete(2);
    const texts = (await names(files)).map((name) =>
      new TextDecoder().decode(files.readNow(`/files/out/rows/${name}`)),
    );
    expect(texts).toEqual(['n\n1\n', 'n\n2\n']);
  });
});
