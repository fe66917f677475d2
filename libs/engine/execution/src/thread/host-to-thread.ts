import type { SubtaskRestore } from '@weir/engine-checkpoint';
import type { CheckpointOptions } from '@weir/engine-core';
import type { AnalyzedJob } from '@weir/job-spec';
import type { ExecutionPlan } from '../plan/execution-plan.ts';
import type { JobGraph } from '../plan/job-graph.ts';

/** Everything the host's main thread tells a thread of the job. Plain data: it crosses by structured clone. */
export type HostToThread =
  | { readonly kind: 'deploy'; readonly deployment: ThreadDeployment }
  /** Every thread of the attempt is deployed: rows may flow. */
  | { readonly kind: 'run' }
  /** To the subtask that begins the checkpoint: a source, or one whose predecessors have all finished. */
  | {
      readonly kind: 'trigger-checkpoint';
      readonly subtask: number;
      readonly checkpointId: number;
      readonly timestamp: number;
      readonly options: CheckpointOptions;
    }
  | { readonly kind: 'checkpoint-complete'; readonly checkpointId: number }
  /** `latestCompletedId`: 0 when there is none. */
  | { readonly kind: 'checkpoint-aborted'; readonly checkpointId: number; readonly latestCompletedId: number }
  /** Close every task and answer `stopped`. Rows under way are dropped. */
  | { readonly kind: 'stop' };

/** What one thread needs to build its share of an attempt. */
export interface ThreadDeployment {
  readonly jobId: string;
  readonly runId: string;
  readonly epoch: number;
  readonly thread: number;
  readonly job: AnalyzedJob;
  readonly graph: JobGraph;
  readonly plan: ExecutionPlan;
  /** By operator uid. */
  readonly maxParallelism: ReadonlyMap<string, number>;
  /** Null when the attempt begins empty. */
  readonly restore: ThreadRestore | null;
  readonly settings: TaskSettings;
}

export interface TaskSettings {
  /** A partial batch waits at most this long for more rows. */
  readonly flushAfterMs: number;
  /** Buffers in circulation on each channel, two at least; fewer where an edge has very many channels. */
  readonly channelCredits: number;
  /** Rows of a full batch on a channel; null takes the usual target. */
  readonly batchRows: number | null;
  readonly metricsIntervalMs: number;
  /** Turns every task gets at most before the event loop has its own: the bound of a slice where a clock stands still. */
  readonly roundsPerSlice: number;
}

export interface ThreadRestore {
  /** Absolute folder of the snapshot that the handles are relative to. */
  readonly snapshotPath: string;
  readonly checkpointId: number;
  /** Operators of this thread's subtasks that get state; the others start empty. */
  readonly operators: readonly OperatorRestore[];
}

/** The state that one operator's subtask begins with. */
export interface OperatorRestore {
  readonly uid: string;
  readonly subtask: number;
  readonly state: SubtaskRestore;
}
