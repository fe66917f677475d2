/** Counters over a run. `total` is always inProgress + completed + failed. */
export interface CheckpointCounts {
  readonly total: number;
  readonly inProgress: number;
  readonly completed: number;
  readonly failed: number;
  /** Attempts that began from a snapshot. */
  readonly restored: number;
}
