/** What the host tells its threads about their surroundings. Plain data. */
export interface ThreadSettings {
  /** Absolute: the folder of snapshots, and those from which one may be restored. */
  readonly snapshotRoot: string;
  readonly allowedRoots: readonly string[];
  /** Absolute: the only folder that `file` operators may touch. */
  readonly filesRoot: string;
}
