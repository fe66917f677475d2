import type { RestoreTarget } from '@weir/engine-checkpoint';
import type { CheckpointStorage } from '@weir/engine-core';
import type { Clock, Epoch, IdSource, JobId, Logger, Random, RunId, Timers } from '@weir/kernel';
import type { AnalyzedJob } from '@weir/job-spec';
import type { EpochSource, RestoreRequest } from '@weir/run-contract';
import type { TaskSettings } from '../thread/host-to-thread.ts';
import type { ThreadSpawner } from '../thread/thread-spawner.ts';

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
  readonly epochs: EpochSource;
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
  readonly restore: RestoreRequest | null;
  /** By uid, what states operators ask for, so that a snapshot that does not fit is refused before threads start. Absent: not known. */
  readonly declaredStates?: RestoreTarget['declared'];
  readonly threadsMax: number;
  readonly settings: TaskSettings;
}

export const defaultTaskSettings: TaskSettings = {
  flushAfterMs: 5,
  channelCredits: 8,
  batchRows: null,
  metricsIntervalMs: 500,
  roundsPerSlice: 64,
};
