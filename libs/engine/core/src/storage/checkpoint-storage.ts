import type { Epoch, JobId } from '@weir/kernel';
import type { SnapshotManifest } from '../snapshot/manifest.ts';
import type { StateFile } from '../snapshot/handles.ts';

/**
 * Where snapshots live. The host's main thread opens an attempt, prepares and publishes; the threads of the job write files.
 * Every rejection is a `StorageError`.
 */
export interface CheckpointStorage {
  /**
   * Fences the job: after it resolves, no attempt with a lower epoch can publish a manifest of this job here, and every
   * manifest such an attempt had published is visible to {@link CheckpointStorage.list}.
   */
  openAttempt(jobId: JobId, epoch: Epoch): Promise<AttemptStorage>;
  /**
   * Complete checkpoints of a job, and the savepoints it was stopped with wherever they stand (no other savepoints), newest first: by
   * checkpoint id, then epoch. Damaged manifests are listed as such.
   */
  list(jobId: JobId): Promise<readonly ListedSnapshot[]>;
  /** Reads and checks a manifest by its folder or its `_metadata` file. */
  readManifest(path: string): Promise<SnapshotManifest>;
  /** Reads a stretch of a snapshot's file. */
  openReader(snapshotPath: string): SnapshotReader;
  /** Checks size and digest of every file the manifest names. Resolves to what is wrong: empty means intact. */
  verify(snapshotPath: string): Promise<readonly string[]>;
  /** Removes a snapshot's folder, manifest first, so that it is never complete in name only. Missing is success. */
  discard(snapshotPath: string): Promise<void>;
  /**
   * Of a job that is over: ends whatever attempt may still be at work, which publishes nothing more, and removes all that the job has here
   * but its complete snapshots. Missing is success.
   */
  removeJob(jobId: JobId): Promise<void>;
}

export interface ListedSnapshot {
  readonly path: string;
  /** Known also where the manifest cannot be read: by where it stands. */
  readonly checkpointId: number;
  readonly manifest: SnapshotManifest | null;
  /** Set when the manifest cannot be read. */
  readonly damage: string | null;
}

export interface AttemptStorage {
  /** Makes the folder of a checkpoint. For a savepoint: a new folder `savepoint-<job6>-<random>` under `directory` or the root. */
  prepare(request: PrepareRequest): Promise<SnapshotLocation>;
  /**
   * Makes the files named by the manifest durable as a snapshot: their folder is fsynced, the manifest is written and
   * fsynced under a temporary name, published by create-if-absent, and the folder fsynced. Rejects with FENCED when a higher
   * epoch has opened the job, and with ALREADY_EXISTS when that manifest exists; with NOT_PUBLISHED when the files failed before
   * the manifest was to appear, and with IO when they failed afterwards, so that nobody can say whether it stands. Resolves to
   * the snapshot's absolute path.
   */
  publish(location: SnapshotLocation, manifest: SnapshotManifest): Promise<string>;
  /** Removes an unpublished location with all its files. */
  abandon(location: SnapshotLocation): Promise<void>;
  /**
   * As {@link CheckpointStorage.discard}, for a checkpoint that a newer one of this attempt has subsumed: until the next publication, or
   * {@link AttemptStorage.close}, a power failure may bring it back, whole.
   */
  discard(snapshotPath: string): Promise<void>;
  /** The attempt discards and publishes nothing more: makes durable what it has discarded. */
  close(): Promise<void>;
}

export interface PrepareRequest {
  readonly checkpointId: number;
  readonly kind: 'CHECKPOINT' | 'SAVEPOINT';
  /** Savepoints only: absolute folder under which the savepoint's own folder is made; null takes the root. */
  readonly directory: string | null;
}

export interface SnapshotLocation {
  /** Absolute folder. Posted to the threads inside the barrier's options. */
  readonly path: string;
}

/** What a thread uses to write state. Made from a location's path in the thread itself. */
export interface SnapshotFileStore {
  /** A new file under `location` with this identity in its header; the name is made unique by the store. */
  create(location: string, identity: FileIdentity): Promise<SnapshotFileWriter>;
}

/** Written into the head of every state file, so that a misplaced file is noticed. */
export interface FileIdentity {
  readonly jobId: string;
  readonly runId: string;
  readonly epoch: number;
  readonly checkpointId: number;
  /** Vertex and subtask, for people. */
  readonly owner: string;
}

export interface SnapshotFileWriter {
  /** Bytes written so far, header included: the offset of the next block. */
  readonly position: number;
  /** Appends. The bytes may be reused when the promise has resolved. */
  write(bytes: Uint8Array): Promise<void>;
  /** Flushes, fsyncs once (never retried), closes; or returns a small file with its bytes, for the manifest to carry. */
  finish(): Promise<StateFile>;
  /** Closes and deletes what was written. Idempotent; never rejects. */
  abort(): Promise<void>;
}

export interface SnapshotReader {
  /** Reads `length` bytes at `offset` and checks `crc32`; rejects with DAMAGED when they differ, MISSING when the file is not there. */
  readBlock(
    file: StateFile,
    block: { readonly offset: number; readonly length: number; readonly crc32: number },
  ): Promise<Uint8Array>;
  close(): Promise<void>;
}
