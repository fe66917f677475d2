import { crc32 } from 'node:zlib';
import { trusted, trustedNumber, type Epoch, type JobId } from '@weir/kernel';
import { nameOf, type StateBlock, type StateFile } from '../snapshot/handles.ts';
import { manifestFormatVersion, type SnapshotManifest } from '../snapshot/manifest.ts';
import type {
  AttemptStorage,
  CheckpointStorage,
  SnapshotFileStore,
  SnapshotLocation,
} from '../storage/checkpoint-storage.ts';

/** A checkpoint storage to be tested, and ways to reach behind it. Paths are absolute. */
export interface CheckpointStorageWorld {
  /** Another view of the same place, as a second process would have. */
  storage(): CheckpointStorage;
  /** Makes every file. */
  readonly files: SnapshotFileStore;
  /** Lets small files travel in the manifest. */
  readonly inlineFiles: SnapshotFileStore;
  /** A folder under the allowed roots for savepoints, not the root itself. Need not exist. */
  readonly savepointFolder: string;
  /** A folder outside the allowed roots. */
  readonly forbiddenFolder: string;
  /** Flips bit `bit` of the byte at `offset`. */
  flip(path: string, offset: number, bit: number): Promise<void>;
  sizeOf(path: string): Promise<number>;
  /** Names in a folder, sorted; empty when there is no such folder. */
  list(path: string): Promise<readonly string[]>;
  move(from: string, to: string): Promise<void>;
  dispose(): Promise<void>;
}

export const testJob = trusted<JobId>('0b6a1c8e-5d21-4b7a-9c0e-8f1d2a3b4c5d');
export const testRun = 'a1b2c3d4-0000-4000-8000-000000000001';

export function epoch(value: number): Epoch {
  return trustedNumber<Epoch>(value);
}

/** A file with two blocks, and where they are. */
export interface WrittenFile {
  readonly file: StateFile;
  readonly blocks: readonly StateBlock[];
}

export const blockTexts = ['the first block', 'the second, somewhat longer block'] as const;

export async function writeStateFile(
  files: SnapshotFileStore,
  location: SnapshotLocation,
  identity: { readonly epoch: number; readonly checkpointId: number; readonly owner?: string },
): Promise<WrittenFile> {
  const writer = await files.create(location.path, {
    jobId: testJob,
    runId: testRun,
    epoch: identity.epoch,
    checkpointId: identity.checkpointId,
    owner: identity.owner ?? 'counts (1/2)',
  });
  const blocks: StateBlock[] = [];
  for (const text of blockTexts) {
    const bytes = new TextEncoder().encode(text);
    blocks.push({ offset: writer.position, length: bytes.length, crc32: crc32(bytes) });
    await writer.write(bytes);
  }
  return { file: await writer.finish(), blocks };
}

export function manifestOf(
  identity: { readonly epoch: number; readonly checkpointId: number; readonly kind?: 'CHECKPOINT' | 'SAVEPOINT' },
  written: WrittenFile,
): SnapshotManifest {
  const { file, blocks } = written;
  const operator = blocks.map((block, at) => ({
    name: `list-${at}`,
    mode: 'SPLIT' as const,
    entries: 1,
    file: nameOf(file),
    block,
  }));
  return {
    formatVersion: manifestFormatVersion,
    snapshotId: `00000000-0000-4000-8000-${String(identity.checkpointId).padStart(12, '0')}`,
    jobId: testJob,
    runId: testRun,
    epoch: identity.epoch,
    checkpointId: identity.checkpointId,
    kind: identity.kind ?? 'CHECKPOINT',
    triggerTimestamp: 1_700_000_000_000,
    specDigest: 'ab'.repeat(32),
    maxParallelism: 128,
    operators: [
      {
        uid: 'counts',
        name: 'Counts – Zähler',
        parallelism: 1,
        maxParallelism: 128,
        subtasks: [
          {
            index: 0,
            finished: false,
            state: { keyed: [], operator },
            timings: {
              startDelay: 1,
              alignmentDuration: 0.25,
              syncDuration: 1,
              asyncDuration: 2,
              ackTimestamp: 1_700_000_000_004,
              checkpointedSize: file.size,
              stateSize: file.size,
              processedData: 0,
              channels: [{ fromUid: 'lines', fromSubtask: 0, barrierTimestamp: 1_700_000_000_001, blockedDuration: 0 }],
            },
          },
        ],
      },
    ],
    files: [file],
  };
}

export interface PublishedSnapshot {
  readonly path: string;
  readonly manifest: SnapshotManifest;
  readonly written: WrittenFile;
}

/** Prepares, writes one file and publishes. */
export async function publishSnapshot(
  world: CheckpointStorageWorld,
  attempt: AttemptStorage,
  request: {
    readonly epoch: number;
    readonly checkpointId: number;
    readonly savepointIn?: string | null;
    readonly files?: SnapshotFileStore;
  },
): Promise<PublishedSnapshot> {
  const kind = request.savepointIn === undefined ? 'CHECKPOINT' : 'SAVEPOINT';
  const location = await attempt.prepare({
    checkpointId: request.checkpointId,
    kind,
    directory: request.savepointIn ?? null,
  });
  const written = await writeStateFile(request.files ?? world.files, location, request);
  const manifest = manifestOf({ ...request, kind }, written);
  return { path: await attempt.publish(location, manifest), manifest, written };
}
