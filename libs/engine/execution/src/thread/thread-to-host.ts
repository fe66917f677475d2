import type { CheckpointDeclineReason, OperatorAcknowledgement, SubtaskAcknowledged } from '@weir/engine-checkpoint';
import type { SubtaskTimings } from '@weir/engine-core';
import type { LogLevel } from '@weir/kernel';
import type { FailureReport } from '../engine-error.ts';

/** Everything a thread of the job tells the host's main thread. Plain data: it crosses by structured clone. */
export type ThreadToHost =
  /** Its tasks are restored and open. */
  | { readonly kind: 'deployed' }
  | {
      readonly kind: 'checkpoint-acknowledged';
      readonly subtask: number;
      readonly checkpointId: number;
      /** Folder from the barrier's options. */
      readonly location: string;
      readonly lifecycle: SubtaskAcknowledged['lifecycle'];
      /** One per operator of the chain. */
      readonly operators: readonly OperatorAcknowledgement[];
      /** Of the subtask as a whole. */
      readonly timings: SubtaskTimings;
    }
  | {
      readonly kind: 'checkpoint-declined';
      readonly subtask: number;
      readonly checkpointId: number;
      readonly reason: CheckpointDeclineReason;
      readonly message: string;
    }
  /** The subtask emits no more rows; it waits for its last checkpoint. */
  | { readonly kind: 'data-finished'; readonly subtask: number }
  /** The subtask has closed its operators and sent the end of its output. */
  | { readonly kind: 'finished'; readonly subtask: number }
  /** The attempt cannot go on. `subtask` null: the thread itself. */
  | { readonly kind: 'failed'; readonly subtask: number | null; readonly failure: FailureReport }
  | {
      readonly kind: 'reported';
      readonly operatorUid: string;
      readonly subtask: number;
      readonly timestamp: number;
      readonly rows: readonly Readonly<Record<string, unknown>>[];
    }
  | {
      readonly kind: 'logged';
      readonly level: LogLevel;
      readonly message: string;
      readonly values: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'metrics'; readonly subtasks: readonly SubtaskMetrics[] }
  /** Answer to `stop`: every task is closed. */
  | { readonly kind: 'stopped' };

/** Counters since the attempt began. Times are milliseconds. */
export interface SubtaskMetrics {
  readonly subtask: number;
  readonly busyMs: number;
  readonly backPressuredMs: number;
  readonly idleMs: number;
  /** In the order of the vertex's operators. */
  readonly operators: readonly OperatorCounts[];
}

export interface OperatorCounts {
  readonly uid: string;
  readonly recordsIn: number;
  readonly recordsOut: number;
}
