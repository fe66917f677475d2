import type { SpecialAddress } from '@weir/connectors';

/** What the host tells its threads about their surroundings. Plain data. */
export interface ThreadSettings {
  /** Absolute: the folder of snapshots, and those from which one may be restored. */
  readonly snapshotRoot: string;
  readonly allowedRoots: readonly string[];
  /** Absolute: the only folder that `file` operators may touch. */
  readonly filesRoot: string;
  /** Special addresses that `socket-text` may reach. */
  readonly socketAllow: readonly SpecialAddress[];
  /** A subtask's state of so many bytes, or fewer, travels in the manifest. */
  readonly inlineBytesMax: number;
  /** For tests of recovery: the step at which the process dies, `name@before#n` (see failpoints/); null in all other use. */
  readonly failpoint: string | null;
}
