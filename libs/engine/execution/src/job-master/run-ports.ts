import type { CheckpointStatistics, RestoreTarget } from '@weir/engine-checkpoint';
import type { CheckpointStorage } from '@weir/engine-core';
import type { Clock, Epoch, IdSource, JobId, Logger, Random, RunId, Timers } from '@weir/kernel';
import type { AnalyzedJob } from '@weir/job-spec';
import type { FailureReport } from '../engine-error.ts';
import type { TaskSettings } from '../thread/host-to-thread.ts';
import type { ThreadSpawner } from '../thread/thread-spawner.ts';
import type { EndState, RunState } from './run-state.ts';

/** What a run needs from outside. The simulation hands in its own world. */
export interface RunPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly ids: IdSource;
  readonly logger: Logger;
  readonly storage: CheckpointStorage;
  readonly spawner: ThreadSpawner;
  /** Removes what attempts with a lower epoch left unfinished; in the background, once an attempt runs. Absent: nobody does. */
  readonly removeLeftovers?: (jobId: JobId, epoch: Epoch) => Promise<void>;
  readonly epochs: RunOwnership;
}

/** The run as its owner holds it in a store that outlives this process. */
export interface RunOwnership {
  /** The fencing token of the next attempt; rejects, not retryable, when another owner has the run. */
  acquire(): Promise<Epoch>;
  /**
   * Puts the end of the run on record, durably, unless another owner has it by now: then false. It waits while the store is away.
   * Only after true are the checkpoints removed that a resumed run would need.
   */
  confirmEnd(end: {
    readonly state: EndState;
    readonly failure: RunFailure | null;
    readonly endedAt: number;
  }): Promise<boolean>;
}

/** One start of a job. */
export interface RunOptions {
  readonly jobId: JobId;
  readonly runId: RunId;
  readonly job: AnalyzedJob;
  /** Hex SHA-256 of the canonical JSON of the spec; goes into every manifest. */
  readonly specDigest: string;
  readonly firstCheckpointId: number;
  /** Null: the first attempt begins empty, unless this run has left checkpoints of its own. */
  readonly restore: RestoreFrom | null;
  /** By uid, what states operators ask for, so that a snapshot that does not fit is refused before threads start. Absent: not known. */
  readonly declaredStates?: RestoreTarget['declared'];
  readonly threadsMax: number;
  readonly settings: TaskSettings;
}

export interface RestoreFrom {
  readonly path: string;
  readonly allowNonRestoredState: boolean;
  readonly claimMode: 'CLAIM' | 'NO_CLAIM';
}

export interface RestoredFrom {
  readonly checkpointId: number;
  readonly path: string;
  readonly isSavepoint: boolean;
}

export interface RunFailure extends FailureReport {
  readonly timestamp: number;
}

/** Told what a run does, in order. Methods return at once and do not throw. */
export interface RunListener {
  onState(state: RunState, timestamp: number): void;
  onAttemptStarted(attempt: {
    readonly epoch: number;
    readonly startedAt: number;
    readonly restoredFrom: RestoredFrom | null;
  }): void;
  onAttemptEnded(epoch: number, timestamp: number, failure: RunFailure | null): void;
  onCheckpoint(record: CheckpointStatistics): void;
  onCheckpointDiscarded(checkpointId: number): void;
}

export const defaultTaskSettings: TaskSettings = {
  flushAfterMs: 5,
  channelCredits: 8,
  batchRows: null,
  metricsIntervalMs: 500,
  roundsPerSlice: 64,
};
