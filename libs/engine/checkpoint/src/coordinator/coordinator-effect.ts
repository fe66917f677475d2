import type { CheckpointOptions, SnapshotManifest, StateFile } from '@weir/engine-core';
import type { CheckpointRecord } from '@weir/run-contract';
import type { CheckpointFailureReason } from '../failure/checkpoint-failure-reason.ts';
import type { SubtaskRef } from '../plan/job-topology.ts';

/** What the executor has to do, in order. Times are monotonic milliseconds. */
export type CoordinatorEffect =
  /** Replaces an armed one. When it fires: periodic-timer-fired. */
  | { readonly kind: 'arm-periodic-timer'; readonly at: number }
  | { readonly kind: 'cancel-periodic-timer' }
  /** When it fires: expiry-timer-fired. */
  | { readonly kind: 'arm-expiry'; readonly checkpointId: number; readonly at: number }
  | { readonly kind: 'cancel-expiry'; readonly checkpointId: number }
  /** Answer: location-prepared or location-failed. */
  | PrepareLocation
  /** Take the named coordinator-side states. Answer: coordinator-state-taken or coordinator-state-failed. */
  | { readonly kind: 'take-coordinator-state'; readonly checkpointId: number; readonly names: readonly string[] }
  /** Hand the trigger to each of these tasks; one that cannot be reached: trigger-failed. */
  | TriggerTasks
  /** Answer: manifest-published or publish-failed. At most one is under way. */
  | PublishManifest
  | { readonly kind: 'notify-complete'; readonly checkpointId: number; readonly tasks: readonly SubtaskRef[] }
  /** `latestCompletedId`: 0 when there is none. */
  | {
      readonly kind: 'notify-aborted';
      readonly checkpointId: number;
      readonly latestCompletedId: number;
      readonly tasks: readonly SubtaskRef[];
    }
  /** Remove an unpublished folder with what is in it. */
  | { readonly kind: 'abandon-location'; readonly checkpointId: number; readonly location: string }
  /** Remove these files; their paths are relative to the snapshot folder `location`, which may be gone already. Missing is success. */
  | { readonly kind: 'discard-files'; readonly location: string; readonly files: readonly StateFile[] }
  /** Remove a published snapshot. Answer, whatever came of it: snapshot-discarded. */
  | { readonly kind: 'discard-snapshot'; readonly checkpointId: number; readonly path: string }
  | ResolveRequest
  | RejectRequest
  /** The job must fail over (FENCED: end without a restart of its own). */
  | {
      readonly kind: 'fail-job';
      readonly reason: CheckpointFailureReason;
      readonly message: string;
      readonly task: SubtaskRef | null;
    }
  /** The checkpoint's record is new or has changed. */
  | { readonly kind: 'record-statistics'; readonly record: CheckpointRecord };

export interface PrepareLocation {
  readonly kind: 'prepare-location';
  readonly checkpointId: number;
  readonly snapshotKind: 'CHECKPOINT' | 'SAVEPOINT';
  readonly directory: string | null;
}

export interface TriggerTasks {
  readonly kind: 'trigger-tasks';
  readonly checkpointId: number;
  /** Tasks without a running predecessor: sources, and tasks whose inputs have all finished. */
  readonly tasks: readonly SubtaskRef[];
  /** The barrier's timestamp, epoch milliseconds. */
  readonly timestamp: number;
  readonly options: CheckpointOptions;
}

export interface PublishManifest {
  readonly kind: 'publish-manifest';
  readonly checkpointId: number;
  readonly location: string;
  readonly manifest: SnapshotManifest;
}

export interface ResolveRequest {
  readonly kind: 'resolve-request';
  readonly requestId: string;
  readonly checkpointId: number;
  readonly snapshotId: string;
  readonly path: string;
}

export interface RejectRequest {
  readonly kind: 'reject-request';
  readonly requestId: string;
  readonly reason: CheckpointFailureReason;
  readonly message: string;
  /** Null when it was refused before it got an id. */
  readonly checkpointId: number | null;
}
