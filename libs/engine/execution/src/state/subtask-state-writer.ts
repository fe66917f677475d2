import { crc32 } from 'node:zlib';
import {
  emptySubtaskState,
  type FileIdentity,
  type KeyedStateCut,
  type KeyedStateHandle,
  type OperatorStateHandle,
  type OperatorSubtaskState,
  type SnapshotFileStore,
  type SnapshotFileWriter,
} from '@weir/engine-core';
import type { ListCut } from './operator-state-lists.ts';

/** What the synchronous cut of one operator left behind for the background. */
export interface OperatorCut {
  readonly uid: string;
  readonly keyed: KeyedStateCut | null;
  readonly lists: readonly ListCut[];
  /** The operator's own asynchronous part (a sink's fsync). */
  readonly finish: (() => Promise<void>) | null;
}

export interface WrittenState {
  /** By operator uid, one entry for each cut. */
  readonly states: ReadonlyMap<string, OperatorSubtaskState>;
  /** Bytes of the file; 0 when the subtask is stateless and no file was made. */
  readonly bytes: number;
  readonly sizes: ReadonlyMap<string, number>;
}

export interface WriteRequest {
  readonly files: SnapshotFileStore;
  readonly location: string;
  readonly identity: FileIdentity;
  readonly cuts: readonly OperatorCut[];
  /** Aborted: no further block is written, the file is deleted, and the promise rejects with the signal's reason. */
  readonly signal: AbortSignal;
}

type UnfiledState = {
  readonly keyed: readonly Omit<KeyedStateHandle, 'file'>[];
  readonly operator: readonly Omit<OperatorStateHandle, 'file'>[];
};

/**
 * The asynchronous part of a subtask's snapshot: one file with the blocks of all its operators, finished (fsynced) before
 * the promise resolves. The cuts are released either way; after a rejection no file is left.
 */
export async function writeSubtaskState(request: WriteRequest): Promise<WrittenState> {
  try {
    for (const cut of request.cuts) {
      await cut.finish?.();
      request.signal.throwIfAborted();
    }
    if (request.cuts.every(isEmpty)) return statelessOf(request.cuts);
    return await writeFile(request);
  } finally {
    for (const cut of request.cuts) cut.keyed?.release();
  }
}

async function writeFile(request: WriteRequest): Promise<WrittenState> {
  const writer = abortable(await request.files.create(request.location, request.identity), request.signal);
  try {
    const unfiled = new Map<string, UnfiledState>();
    const sizes = new Map<string, number>();
    for (const cut of request.cuts) {
      const before = writer.position;
      unfiled.set(cut.uid, await writeCut(writer, cut));
      sizes.set(cut.uid, writer.position - before);
    }
    if ([...sizes.values()].every((size) => size === 0)) {
      // What there was had outlived its time to live: a file that nothing names would stay behind.
      await writer.abort();
      return statelessOf(request.cuts);
    }
    const file = await writer.finish();
    request.signal.throwIfAborted();
    const states = new Map<string, OperatorSubtaskState>();
    for (const [uid, state] of unfiled) {
      states.set(uid, {
        keyed: state.keyed.map((handle) => ({ ...handle, file })),
        operator: state.operator.map((handle) => ({ ...handle, file })),
      });
    }
    return { states, bytes: file.size, sizes };
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

/** A writer that takes no block, and does not finish, once the checkpoint was given up: its cuts hold copies of all values. */
function abortable(writer: SnapshotFileWriter, signal: AbortSignal): SnapshotFileWriter {
  return {
    get position() {
      return writer.position;
    },
    write: async (bytes) => {
      signal.throwIfAborted();
      await writer.write(bytes);
    },
    finish: async () => {
      signal.throwIfAborted();
      return writer.finish();
    },
    abort: () => writer.abort(),
  };
}

async function writeCut(writer: SnapshotFileWriter, cut: OperatorCut): Promise<UnfiledState> {
  const keyed = cut.keyed === null || cut.keyed.bytes === 0 ? [] : await cut.keyed.write(writer);
  const operator: Omit<OperatorStateHandle, 'file'>[] = [];
  for (const list of cut.lists) {
    const block = { offset: writer.position, length: list.bytes.byteLength, crc32: crc32(list.bytes) };
    await writer.write(list.bytes);
    operator.push({ name: list.name, mode: list.mode, entries: list.entries, block });
  }
  return { keyed, operator };
}

function isEmpty(cut: OperatorCut): boolean {
  return cut.lists.length === 0 && (cut.keyed === null || cut.keyed.bytes === 0);
}

function statelessOf(cuts: readonly OperatorCut[]): WrittenState {
  return {
    states: new Map(cuts.map((cut) => [cut.uid, emptySubtaskState])),
    bytes: 0,
    sizes: new Map(cuts.map((cut) => [cut.uid, 0])),
  };
}
