import type { FaultPlan } from './fault-plan.ts';
import type { Pipeline } from './pipeline.ts';

/** Everything a seed decides before its world begins: the job, how it is run, and what may go wrong. Plain data, and JSON. */
export interface World {
  readonly seed: number;
  /** A job spec as a user would POST it. */
  readonly spec: Readonly<Record<string, unknown>>;
  readonly guarantee: 'EXACTLY_ONCE' | 'AT_LEAST_ONCE';
  /** What the job must have done at its end, known from how it was drawn. */
  readonly pipelines: readonly Pipeline[];
  /** Parallelism of each run; the job goes from one to the next by a savepoint or its latest checkpoint. */
  readonly parallelisms: readonly number[];
  /** Chance, 0 to 1, that a run claims the snapshot it begins from. */
  readonly claims: number;
  /** Whether the operator may end the last run by a stop with drain. */
  readonly drains: boolean;
  /** What people ask for on the way. */
  readonly requests: RequestPlan;
  readonly tuning: Tuning;
  readonly faults: FaultPlan;
}

/** Savepoints and checkpoints that somebody asks for, in bursts. */
export interface RequestPlan {
  /** Bursts for each host. */
  readonly bursts: number;
  /** Requests of a burst, at most; all in one moment. */
  readonly burstMax: number;
}

/** Sizes that force rare interleavings. */
export interface Tuning {
  readonly batchRows: number;
  readonly channelCredits: number;
  readonly flushAfterMs: number;
  readonly threads: number;
  readonly roundsPerSlice: number;
  /** What joins two threads; a world that was kept before there was a choice has queues. */
  readonly wires?: 'QUEUES' | 'PORTS';
  /** Whether columns that nobody reads are left out, as the embedded engine does it. */
  readonly prunesColumns: boolean;
  /** See ThreadSettings. */
  readonly inlineBytesMax: number;
}
