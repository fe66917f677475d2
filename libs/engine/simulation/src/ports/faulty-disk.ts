import { MemoryFileSystem, type FileFault, type FileOperation } from '@weir/engine-core/file-system';
import type { SeededRandom } from '../seeded-random.ts';
import type { Trace } from '../trace.ts';
import type { VirtualTime } from '../virtual-time.ts';
import type { StorageFaults } from '../world/fault-plan.ts';

export interface FaultyDiskOptions {
  readonly time: VirtualTime;
  readonly random: SeededRandom;
  readonly trace: Trace;
  readonly faults: StorageFaults;
  /** Below this folder removals fail too: what they leave is somebody's to find again. */
  readonly snapshotRoot: string;
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

function draw(options: FaultyDiskOptions, operation: FileOperation): FileFault {
  const { time, random, trace, faults, from, until } = options;
  const now = time.monotonic();
  const isFaulty = now >= from && now < until;
  trace.mark(operation.kind);
  trace.mark(operation.path);
  const fault = isFaulty ? faultOf(options, operation, now) : null;
  if (fault !== null) {
    trace.note(now, `disk: ${operation.kind} ${operation.path} fails with ${fault.code} after ${fault.bytes} bytes`);
    return { kind: 'error', ...fault };
  }
  const isSlow = isFaulty && random.chance(faults.slow);
  const ms = random.next() * (isSlow ? faults.slowMs : usualMs);
  return { kind: 'delay', until: () => new Promise((resolve) => void time.schedule(ms, resolve)) };
}

function faultOf(
  { random, faults, snapshotRoot }: FaultyDiskOptions,
  { kind, path }: FileOperation,
  now: number,
): { readonly code: string; readonly bytes: number } | null {
  const { full } = faults;
  switch (kind) {
    case 'write': {
      // What fails has perhaps been written in part.
      const bytes = random.int(0, 64);
      if (full !== null && now >= full.from && now < full.until) return { code: 'ENOSPC', bytes };
      return random.chance(faults.failWrite) ? { code: 'EIO', bytes } : null;
    }
    case 'create':
    case 'make-folder':
      return full !== null && now >= full.from && now < full.until ? { code: 'ENOSPC', bytes: 0 } : null;
    case 'sync':
    case 'sync-folder':
      return random.chance(faults.failSync) ? { code: 'EIO', bytes: 0 } : null;
    case 'remove':
    case 'remove-folder':
      return path.startsWith(snapshotRoot) && random.chance(faults.failOther) ? { code: 'EIO', bytes: 0 } : null;
    case 'open':
    case 'read':
    case 'list':
    case 'inspect':
    case 'link':
    case 'rename':
      return random.chance(faults.failOther) ? { code: 'EIO', bytes: 0 } : null;
  }
}
