import type { AttemptFailure, AttemptStarted, CheckpointRecord, RunState } from '@weir/run-contract';

/** What a target told of a run, kept in order until Postgres has it. */
export type RunObservation =
  | {
      readonly kind: 'state';
      readonly state: RunState;
      readonly timestamp: number;
      readonly nextAttemptAt: number | null;
    }
  | { readonly kind: 'attempt-started'; readonly attempt: AttemptStarted }
  | {
      readonly kind: 'attempt-ended';
      readonly epoch: number;
      readonly timestamp: number;
      readonly failure: AttemptFailure | null;
    }
  | { readonly kind: 'checkpoint'; readonly record: CheckpointRecord }
  | { readonly kind: 'checkpoint-discarded'; readonly checkpointId: number };
