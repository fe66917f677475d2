import type { JobTarget } from '@weir/run-contract';
import type { Clock, IdSource, Logger } from '@weir/kernel';
import type { Store } from '@weir/persistence';
import type { HintSender } from '@weir/queues';

/** What every use case works with. */
export interface JobsContext {
  readonly store: Store;
  readonly target: JobTarget;
  readonly queue: HintSender;
  /** Absolute folders below which snapshots may lie; a job's relative folder is one below the first. */
  readonly snapshotRoots: readonly [string, ...string[]];
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
}
