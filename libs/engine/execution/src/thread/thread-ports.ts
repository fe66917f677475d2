import type { KeyedStateBackendFactory, SnapshotFileStore, SnapshotReader } from '@weir/engine-core';
import type { Clock, Logger, Timers } from '@weir/kernel';
import type { OperatorCatalog } from '../task/operator-catalog.ts';
import type { ThreadLink } from './thread-link.ts';
import type { ThreadToHost } from './thread-to-host.ts';

/** Gives the event loop its turn between two slices of work. */
export interface ThreadLoop {
  /** Calls `slice` once, soon, after pending input and output had their turn. */
  soon(slice: () => void): void;
}

/** The adapters a thread works with; chosen by the composition, the same in every thread of an attempt. */
export interface ThreadComposition {
  readonly catalog: OperatorCatalog;
  /** By the `type` of the spec's `stateBackend`. */
  readonly stateBackends: ReadonlyMap<string, KeyedStateBackendFactory>;
  readonly files: SnapshotFileStore;
  /** Reads the files of the snapshot in that folder. */
  readonly openReader: (snapshotPath: string) => SnapshotReader;
}

/** All that a thread of a job needs from outside. The simulation hands in its own world. */
export interface ThreadPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly loop: ThreadLoop;
  readonly post: (message: ThreadToHost) => void;
  /** By the number of the other thread. */
  readonly links: ReadonlyMap<number, ThreadLink>;
  readonly composition: ThreadComposition;
}
