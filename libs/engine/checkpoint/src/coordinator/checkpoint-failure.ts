import type { CheckpointFailureReason } from '../failure/checkpoint-failure-reason.ts';
import type { SubtaskRef } from '../plan/job-topology.ts';

/** How a checkpoint or a request for one comes to nothing. */
export interface Failure {
  readonly reason: CheckpointFailureReason;
  readonly message: string;
  /** The task that is to blame; null: noticed on the coordinator's side. */
  readonly task: SubtaskRef | null;
  /** LEAVE_FILES: a manifest may exist that names them, or they are no longer ours to delete. */
  readonly files: 'DISCARD_FILES' | 'LEAVE_FILES';
  /** SKIP_TASKS: they are gone. */
  readonly tasks: 'NOTIFY_TASKS' | 'SKIP_TASKS';
}

/** The ordinary case: noticed by the coordinator, the files go, the tasks are told. */
export function coordinatorFailure(reason: CheckpointFailureReason, message: string): Failure {
  return { reason, message, task: null, files: 'DISCARD_FILES', tasks: 'NOTIFY_TASKS' };
}
