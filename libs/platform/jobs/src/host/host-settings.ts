import type { WorkerRole } from '@weir/persistence';

export interface HostSettings {
  readonly role: WorkerRole;
  /** Runs at once; 0 for a process that hosts none. */
  readonly capacity: number;
  /** How long a host may be silent before others take its runs. */
  readonly leaseMs: number;
  readonly renewMs: number;
  /** Between two looks for work, when nothing wakes the host earlier. */
  readonly pollMs: number;
  readonly publishMs: number;
  readonly reconcileMs: number;
  /** How long a suspension may try its last checkpoint. */
  readonly suspendTimeoutMs: number;
}

export const defaultHostTimes = {
  leaseMs: 8_000,
  renewMs: 2_000,
  pollMs: 500,
  publishMs: 1_000,
  reconcileMs: 1_000,
  suspendTimeoutMs: 20_000,
} as const;
