import { MemoryFileSystem, type FileFault, type FileOperation } from '@weir/engine-core/file-system';
import type { SeededRandom } from '../seeded-random.ts';
import type { Trace } from '../trace.ts';
import type { VirtualTime } from '../virtual-time.ts';
import type { StorageFaults } from '../world/world.ts';

export interface FaultyDiskOptions {
  readonly time: VirtualTime;
  readonly random: SeededRandom;
  readonly trace: Trace;
  readonly faults: StorageFaults;
  /** No fault happens before this virtual time… */
  readonly from: number;
  /** … nor from this one on. */
  readonly until: number;
}

/** An operation that goes well takes up to this long: enough that others come between. */
const usualMs = 0.5;

/** The world's one disk: slow, failing and full when the seed says so. It outlives every host. */
export function faultyDisk(options: FaultyDiskOptions): MemoryFileSystem {
  return new MemoryFileSystem({ inject: (operation) => draw(options, operation) });
}

function draw({ time, random, trace, faults, from, until }: FaultyDiskOptions, operation: FileOperation): FileFault {
  const now = time.monotonic();
  const isFaulty = now >= from && now < until;
  trace.mark(`${now} ${operation.kind} ${operation.path}`);
  const error = isFaulty ? errorOf(operation, faults, { now, random }) : null;
  if (error !== null) {
    trace.note(now, `disk: ${operation.kind} ${operation.path} fails with ${error}`);
    return { kind: 'error', code: error, bytes: 0 };
  }
  const isSlow = isFaulty && random.chance(faults.slow);
  const ms = random.next() * (isSlow ? faults.slowMs : usualMs);
  return { kind: 'delay', until: () => new Promise((resolve) => void time.schedule(ms, resolve)) };
}

function errorOf(
  operation: FileOperation,
  faults: StorageFaults,
  world: { readonly now: number; readonly random: SeededRandom },
): string | null {
  const isWriting = operation.kind === 'write' || operation.kind === 'create' || operation.kind === 'make-folder';
  if (isWriting && world.now >= faults.fullFrom && world.now < faults.fullUntil) return 'ENOSPC';
  if (operation.kind === 'write' && world.random.chance(faults.failWrite)) return 'EIO';
  const isSyncing = operation.kind === 'sync' || operation.kind === 'sync-folder';
  return isSyncing && world.random.chance(faults.failSync) ? 'EIO' : null;
}
