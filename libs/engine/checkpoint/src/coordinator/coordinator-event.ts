import type { JsonValue, OperatorSubtaskState, SubtaskTimings } from '@weir/engine-core';
import type { IdSource } from '@weir/kernel';
import type { CompletedCheckpoint } from '../completed/completed-checkpoint.ts';
import type { CheckpointDeclineReason } from '../failure/checkpoint-failure-reason.ts';
import type { JobTopology, SubtaskRef, TaskState } from '../plan/job-topology.ts';
import type { FinalJobState } from '../retention/checkpoint-retention-policy.ts';

/** What the coordinator knows of the world at a step, beside the event. */
export interface CoordinatorFacts {
  /** Monotonic milliseconds. */
  readonly now: number;
  /** Epoch milliseconds. */
  readonly wallTime: number;
  /** Names the snapshots that begin in this step. */
  readonly ids: IdSource;
}

/** What happened. The executor tells each event once, in the order it learns of them. */
export type CoordinatorEvent =
  | AttemptStarted
  | TasksRunning
  | TaskStateChanged
  | TasksFailed
  | SchedulingPaused
  | SchedulingResumed
  | PeriodicTimerFired
  | RequestReceived
  | LocationPrepared
  | LocationFailed
  | CoordinatorStateTaken
  | CoordinatorStateFailed
  | TriggerFailed
  | SubtaskAcknowledged
  | SubtaskDeclined
  | ExpiryTimerFired
  | ManifestPublished
  | PublishFailed
  | SnapshotDiscarded
  | JobEnded;

/** A new attempt begins; its tasks are DEPLOYING. What an earlier attempt left pending is aborted. */
export interface AttemptStarted {
  readonly kind: 'attempt-started';
  readonly epoch: number;
  readonly topology: JobTopology;
  /** The snapshot this attempt restores; null starts empty. */
  readonly restoredFrom: RestoredSnapshot | null;
  /**
   * Retained checkpoints as the storage lists them, oldest first, when the coordinator is new in a host that takes over a run;
   * null keeps what it knows.
   */
  readonly recovered: readonly CompletedCheckpoint[] | null;
}

export interface RestoredSnapshot {
  readonly checkpoint: CompletedCheckpoint;
  /** OWN: the run's own latest checkpoint. CLAIM and NO_CLAIM: a snapshot from outside, owned from now on or never. */
  readonly claim: 'OWN' | 'CLAIM' | 'NO_CLAIM';
}

/** Every task that is not FINISHED is RUNNING now: periodic checkpoints begin. */
export interface TasksRunning {
  readonly kind: 'tasks-running';
  /** Uniform in [0, 1): places the first periodic checkpoint between minPause and interval, so that jobs spread out. */
  readonly random: number;
}

export interface TaskStateChanged {
  readonly kind: 'task-state-changed';
  readonly task: SubtaskRef;
  readonly state: TaskState;
}

/** The attempt has failed: all tasks are gone or going. */
export interface TasksFailed {
  readonly kind: 'tasks-failed';
  readonly message: string;
}

/** Stops periodic checkpoints and aborts what is in flight or queued: a stop with savepoint begins. */
export interface SchedulingPaused {
  readonly kind: 'scheduling-paused';
}

/** Undoes {@link SchedulingPaused}: the stop failed and the job goes on. */
export interface SchedulingResumed {
  readonly kind: 'scheduling-resumed';
  /** As in {@link TasksRunning}. */
  readonly random: number;
}

export interface PeriodicTimerFired {
  readonly kind: 'periodic-timer-fired';
}

/** Someone wants a checkpoint or savepoint. Answered by exactly one resolve-request or reject-request with the same id. */
export interface RequestReceived {
  readonly kind: 'request-received';
  readonly requestId: string;
  readonly request: CheckpointRequest;
}

export type CheckpointRequest =
  | {
      readonly kind: 'CHECKPOINT';
      readonly trigger: 'MANUAL' | 'SCHEDULED';
      /** CONFIGURED follows the job's configuration. */
      readonly type: 'CONFIGURED' | 'FULL' | 'INCREMENTAL';
    }
  | {
      readonly kind: 'SAVEPOINT';
      readonly trigger: 'MANUAL' | 'SCHEDULED';
      /** Absolute folder under which the savepoint's own is made; null takes the root. */
      readonly directory: string | null;
    }
  /** The synchronous savepoint of a stop: after its barrier the tasks process nothing more. See StopWithSavepoint. */
  | { readonly kind: 'STOP'; readonly isDraining: boolean; readonly directory: string | null };

export interface LocationPrepared {
  readonly kind: 'location-prepared';
  readonly checkpointId: number;
  /** Absolute folder. */
  readonly location: string;
}

export interface LocationFailed {
  readonly kind: 'location-failed';
  readonly checkpointId: number;
  readonly message: string;
  /** A newer epoch owns the job; this attempt must end. */
  readonly isFenced: boolean;
}

export interface CoordinatorStateTaken {
  readonly kind: 'coordinator-state-taken';
  readonly checkpointId: number;
  readonly states: Readonly<Record<string, JsonValue>>;
}

export interface CoordinatorStateFailed {
  readonly kind: 'coordinator-state-failed';
  readonly checkpointId: number;
  readonly message: string;
}

/** A task could not be told to begin. */
export interface TriggerFailed {
  readonly kind: 'trigger-failed';
  readonly checkpointId: number;
  readonly task: SubtaskRef;
  readonly message: string;
}

/** Names the attempt a message comes from: messages of another job or epoch are ignored, and their state is not touched. */
export interface MessageOrigin {
  readonly jobId: string;
  readonly epoch: number;
}

export interface SubtaskAcknowledged {
  readonly kind: 'subtask-acknowledged';
  readonly origin: MessageOrigin;
  readonly checkpointId: number;
  readonly task: SubtaskRef;
  /** Folder from the barrier's options, which the handles' paths are relative to. */
  readonly location: string;
  /**
   * RUNNING: the ordinary case. OPERATORS_FINISHED: finish() has been called, the task waits for its last checkpoint.
   * FINISHED_ON_RESTORE: it was finished in the snapshot it came from and only forwards barriers.
   */
  readonly lifecycle: 'RUNNING' | 'OPERATORS_FINISHED' | 'FINISHED_ON_RESTORE';
  /** Timings of the whole task; sizes are the sums over its operators. */
  readonly timings: SubtaskTimings;
  /** One per operator of the chain. */
  readonly operators: readonly OperatorAcknowledgement[];
}

export interface OperatorAcknowledgement {
  readonly uid: string;
  readonly state: OperatorSubtaskState;
  /** Bytes written for this checkpoint. */
  readonly checkpointedSize: number;
  /** Bytes referred to. */
  readonly stateSize: number;
}

export interface SubtaskDeclined {
  readonly kind: 'subtask-declined';
  readonly origin: MessageOrigin;
  readonly checkpointId: number;
  readonly task: SubtaskRef;
  readonly reason: CheckpointDeclineReason;
  readonly message: string;
}

export interface ExpiryTimerFired {
  readonly kind: 'expiry-timer-fired';
  readonly checkpointId: number;
}

export interface ManifestPublished {
  readonly kind: 'manifest-published';
  readonly checkpointId: number;
  /** Absolute folder of the snapshot. */
  readonly path: string;
}

export interface PublishFailed {
  readonly kind: 'publish-failed';
  readonly checkpointId: number;
  readonly message: string;
  /**
   * NOT_PUBLISHED: certainly no manifest exists. UNKNOWN: it may have been written, so its files are left alone.
   * FENCED: a newer epoch owns the job; this attempt must end.
   */
  readonly outcome: 'NOT_PUBLISHED' | 'UNKNOWN' | 'FENCED';
}

/** A discard-snapshot effect has been carried out, or given up. */
export interface SnapshotDiscarded {
  readonly kind: 'snapshot-discarded';
  readonly checkpointId: number;
}

/** The run is over. Told once, after the last attempt's tasks are gone. */
export interface JobEnded {
  readonly kind: 'job-ended';
  readonly state: FinalJobState;
}
