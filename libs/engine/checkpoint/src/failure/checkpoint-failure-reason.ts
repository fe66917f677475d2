/** What follows from a checkpoint's failure. */
export interface CheckpointFailureAttributes {
  /** PRE_FLIGHT: refused before it got an id; nothing was triggered. IN_FLIGHT: it was pending and has been aborted. */
  readonly phase: 'PRE_FLIGHT' | 'IN_FLIGHT';
  /** Whether it counts against `tolerableFailedCheckpoints`. */
  readonly countsAgainstTolerance: boolean;
  /** A sentence for people. */
  readonly description: string;
}

/**
 * Every reason for which a checkpoint may fail. The words are Flink's, and so is what counts; EPOCH_FENCED is Weir's own.
 * A location that cannot be made (IO_EXCEPTION) is in flight here, because the id is taken before the storage is asked.
 */
export const checkpointFailureReasons = {
  PERIODIC_SCHEDULER_SHUTDOWN: preFlight('Periodic checkpoints are switched off or paused.'),
  TOO_MANY_CHECKPOINT_REQUESTS: preFlight('The queue of checkpoint requests is full.'),
  MINIMUM_TIME_BETWEEN_CHECKPOINTS: preFlight('The minimum pause since the last checkpoint has not passed.'),
  NOT_ALL_REQUIRED_TASKS_RUNNING: preFlight('Not all required tasks are running.'),
  IO_EXCEPTION: inFlight('The checkpoint storage failed while the checkpoint was being triggered.', 'COUNTS'),
  CHECKPOINT_ASYNC_EXCEPTION: inFlight('A task failed to write its state in the background.', 'COUNTS'),
  CHECKPOINT_EXPIRED: inFlight('The checkpoint did not complete in time.', 'COUNTS'),
  CHECKPOINT_SUBSUMED: inFlight('A later checkpoint completed first.', 'IGNORED'),
  CHECKPOINT_DECLINED: inFlight('A task declined the checkpoint.', 'COUNTS'),
  CHECKPOINT_DECLINED_TASK_NOT_READY: inFlight('A task was not ready for the checkpoint.', 'IGNORED'),
  CHECKPOINT_DECLINED_TASK_CLOSING: inFlight('A task is finishing and cannot be part of the checkpoint.', 'IGNORED'),
  CHECKPOINT_DECLINED_SUBSUMED: inFlight(
    'A task saw the barrier of a later checkpoint before it had all of this one.',
    'IGNORED',
  ),
  CHECKPOINT_DECLINED_ON_CANCELLATION_BARRIER: inFlight(
    'A task was told by one of its inputs that the checkpoint is cancelled.',
    'IGNORED',
  ),
  CHECKPOINT_DECLINED_INPUT_END_OF_STREAM: inFlight(
    'An input of a task ended during alignment, and checkpoints after finished tasks are off.',
    'IGNORED',
  ),
  CHECKPOINT_COORDINATOR_SHUTDOWN: inFlight('The checkpoint coordinator has shut down.', 'IGNORED'),
  CHECKPOINT_COORDINATOR_SUSPEND: inFlight('The checkpoint coordinator is suspending.', 'IGNORED'),
  JOB_FAILOVER_REGION: inFlight('The job is restarting.', 'IGNORED'),
  TASK_FAILURE: inFlight('A task has failed.', 'IGNORED'),
  TASK_CHECKPOINT_FAILURE: inFlight('A task failed in its part of the checkpoint.', 'IGNORED'),
  TRIGGER_CHECKPOINT_FAILURE: inFlight('A task could not be reached with the trigger.', 'IGNORED'),
  FINALIZE_CHECKPOINT_FAILURE: inFlight('The manifest could not be published.', 'COUNTS'),
  EPOCH_FENCED: inFlight('A newer attempt owns the job; this one may publish nothing.', 'IGNORED'),
} as const satisfies Readonly<Record<string, CheckpointFailureAttributes>>;

export type CheckpointFailureReason = keyof typeof checkpointFailureReasons;

/** The reasons a task may give when it declines. */
export type CheckpointDeclineReason = Extract<
  CheckpointFailureReason,
  | 'CHECKPOINT_ASYNC_EXCEPTION'
  | 'CHECKPOINT_DECLINED'
  | 'CHECKPOINT_DECLINED_TASK_NOT_READY'
  | 'CHECKPOINT_DECLINED_TASK_CLOSING'
  | 'CHECKPOINT_DECLINED_SUBSUMED'
  | 'CHECKPOINT_DECLINED_ON_CANCELLATION_BARRIER'
  | 'CHECKPOINT_DECLINED_INPUT_END_OF_STREAM'
  | 'TASK_FAILURE'
  | 'TASK_CHECKPOINT_FAILURE'
>;

function preFlight(description: string): CheckpointFailureAttributes {
  return { phase: 'PRE_FLIGHT', countsAgainstTolerance: false, description };
}

function inFlight(description: string, tolerance: 'COUNTS' | 'IGNORED'): CheckpointFailureAttributes {
  return { phase: 'IN_FLIGHT', countsAgainstTolerance: tolerance === 'COUNTS', description };
}
