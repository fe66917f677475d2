import type { KeyedStateCut, SnapshotFileWriter } from '@weir/engine-core';
import { describe, expect, it } from 'vitest';
import { TestFiles } from '../testing/test-files.ts';
import { encodeEntries } from './operator-state-lists.ts';
import { writeSubtaskState, type OperatorCut, type WriteRequest } from './subtask-state-writer.ts';

const descriptor = { name: 'table', keyColumns: [], valueColumns: [], serializerVersion: 1 };

class TestCut implements KeyedStateCut {
  readonly bytes: number;
  isReleased = false;

  constructor(bytes: number) {
    this.bytes = bytes;
  }

  async write(writer: SnapshotFileWriter) {
    const offset = writer.position;
    await writer.write(new Uint8Array(this.bytes));
    return [{ descriptor, keyGroups: [{ keyGroup: 3, entries: 1, offset, length: this.bytes, crc32: 0 }] }];
  }

  release(): void {
    this.isReleased = true;
  }
}

function request(
  cuts: readonly OperatorCut[],
  more: Partial<WriteRequest> = {},
): WriteRequest & { readonly files: TestFiles } {
  const identity = { jobId: 'job', runId: 'run', epoch: 1, checkpointId: 7, owner: 'v 0' };
  return {
    files: new TestFiles(),
    location: '/snap',
    identity,
    cuts,
    signal: new AbortController().signal,
    ...more,
  } as WriteRequest & {
    readonly files: TestFiles;
  };
}

const list = (name: string): OperatorCut['lists'][number] => ({
  name,
  mode: 'SPLIT',
  entries: 2,
  bytes: encodeEntries([1, 2]),
});

describe('writeSubtaskState', () => {
  it('writes no further block of a checkpoint that was given up, releases the cuts and leaves no file', async () => {
    const abort = new AbortController();
    const written: number[] = [];
    let isReleased = false;
    const keyed: KeyedStateCut = {
      bytes: 3,
      write: async (writer) => {
        for (let block = 1; block <= 3; block += 1) {
          await writer.write(new Uint8Array(1));
          written.push(block);
          if (block === 2) abort.abort(new Error('The checkpoint was aborted.'));
        }
        return [];
      },
      release: () => {
        isReleased = true;
      },
    };
    const wanted = request([{ uid: 'counts', keyed, lists: [], finish: null }], { signal: abort.signal });
    await expect(writeSubtaskState(wanted)).rejects.toThrow('The checkpoint was aborted.');
    expect([written, isReleased, wanted.files.files.size]).toEqual([[1, 2], true, 0]);
  });

  it('puts the blocks of all operators of the chain into one file', async () => {
    const keyed = new TestCut(10);
    const wanted = request([
      { uid: 'source', keyed: null, lists: [list('positions')], finish: null },
      { uid: 'map', keyed: null, lists: [], finish: null },
      { uid: 'counts', keyed, lists: [], finish: null },
    ]);
    const { states, bytes, sizes } = await writeSubtaskState(wanted);
    expect(wanted.files.files.size).toBe(1);
    expect(bytes).toBe(15);
    expect([...sizes]).toEqual([
      ['source', 5],
      ['map', 0],
      ['counts', 10],
    ]);
    const file = { path: 'state-1', size: 15, sha256: '' };
    expect(states.get('source')?.operator[0]).toMatchObject({
      name: 'positions',
      file,
      block: { offset: 0, length: 5 },
    });
    expect(states.get('map')).toEqual({ keyed: [], operator: [] });
    expect(states.get('counts')?.keyed[0]).toMatchObject({ file, keyGroups: [{ keyGroup: 3, offset: 5 }] });
    expect(keyed.isReleased).toBe(true);
  });

  it('makes no file for a stateless chain, but waits for its operators', async () => {
    let hasFinished = false;
    const finish = async (): Promise<void> => {
      await Promise.resolve();
      hasFinished = true;
    };
    const wanted = request([{ uid: 'sink', keyed: new TestCut(0), lists: [], finish }]);
    expect((await writeSubtaskState(wanted)).bytes).toBe(0);
    expect(wanted.files.files.size).toBe(0);
    expect(hasFinished).toBe(true);
  });

  it('leaves no file when all that was cut has outlived its time to live', async () => {
    const keyed = new TestCut(4);
    keyed.write = () => Promise.resolve([]);
    const wanted = request([{ uid: 'a', keyed, lists: [], finish: null }]);
    const { states, bytes } = await writeSubtaskState(wanted);
    expect([states.get('a'), bytes, wanted.files.files.size]).toEqual([{ keyed: [], operator: [] }, 0, 0]);
    expect(wanted.files.aborted).toBe(1);
  });

  it('leaves no file and holds no cut when writing fails, an operator fails, or it is aborted', async () => {
    const abort = new AbortController();
    const failing = new TestFiles();
    failing.failure = 'EIO';
    const cases: readonly (readonly [Partial<WriteRequest>, (() => Promise<void>) | null, string])[] = [
      [{ files: failing }, null, 'EIO'],
      [{}, () => Promise.reject(new Error('no fsync')), 'no fsync'],
      [{ signal: abort.signal }, () => Promise.resolve(abort.abort(new Error('aborted'))), 'aborted'],
    ];
    for (const [more, finish, message] of cases) {
      const keyed = new TestCut(4);
      const wanted = request([{ uid: 'a', keyed, lists: [list('x')], finish }], more);
      await expect(writeSubtaskState(wanted)).rejects.toThrow(message);
      expect(wanted.files.files.size).toBe(0);
      expect(keyed.isReleased).toBe(true);
    }
  });
});
