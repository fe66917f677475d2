import type { OperatorChain } from './operator-chain.ts';
import type { PlannedSubtask } from '../plan/execution-plan.ts';
import type { TaskOutput } from './task-output.ts';
import type { SnapshotAnswer } from './snapshot-answer.ts';
import type { SnapshotFileStore } from '@weir/engine-core';
import type { Clock } from '@weir/kernel';

/** What a task is made of. */
export interface TaskDeployment {
  readonly subtask: PlannedSubtask;
  readonly chain: OperatorChain;
  readonly output: TaskOutput;
  readonly identity: { readonly jobId: string; readonly runId: string; readonly epoch: number };
  readonly files: SnapshotFileStore;
  readonly clock: Clock;
  readonly events: TaskEvents;
}

/** What a task tells its thread. */
export interface TaskEvents {
  readonly fail: (error: unknown) => void;
  readonly answer: (answer: SnapshotAnswer) => void;
  /** No more rows leave this task; it waits for its last checkpoint. */
  readonly onDataFinished: () => void;
  /** The operators are closed and the end has been sent. */
  readonly onFinished: () => void;
}
