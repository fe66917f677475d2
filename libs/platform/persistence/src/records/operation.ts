import type { JobId, RunId } from '@weir/kernel';

export const operationKinds = ['START', 'STOP', 'CANCEL', 'RESTART', 'CHECKPOINT', 'SAVEPOINT', 'RESTORE'] as const;
export type OperationKind = (typeof operationKinds)[number];

export const operationStatuses = ['PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED'] as const;
export type OperationStatus = (typeof operationStatuses)[number];

export interface OperationResult {
  readonly runId: RunId | null;
  readonly snapshotId: string | null;
  readonly checkpointId: number | null;
  readonly path: string | null;
}

/** What the owner of a run needs to carry an operation out. */
export interface OperationPayload {
  readonly drain?: boolean;
  readonly directory?: string | null;
  readonly name?: string;
  readonly note?: string;
}

export interface Operation {
  readonly id: string;
  readonly kind: OperationKind;
  readonly jobId: JobId;
  /** The run it brings about (START, RESTART, RESTORE) or acts on. */
  readonly runId: RunId | null;
  /** The run whose owner must act; null when no host is needed. */
  readonly targetRunId: RunId | null;
  readonly status: OperationStatus;
  readonly payload: OperationPayload;
  readonly createdAt: number;
  readonly finishedAt: number | null;
  readonly result: OperationResult | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}
