import { CheckpointCountEntity, CheckpointEntity, SavepointEntity } from './checkpoint.entity.ts';
import { EventEntity } from './event.entity.ts';
import { JobEntity, JobVersionEntity, RemovalEntity } from './job.entity.ts';
import { IdempotencyKeyEntity, OperationEntity } from './operation.entity.ts';
import { AttemptEntity, OutputRowEntity, RunEntity, RunMetricsEntity } from './run.entity.ts';
import { InstallationEntity, WorkerEntity } from './worker.entity.ts';

/** Every entity by name: nothing is found by a glob. */
export const entities = [
  JobEntity,
  JobVersionEntity,
  RunEntity,
  AttemptEntity,
  RunMetricsEntity,
  OutputRowEntity,
  CheckpointEntity,
  CheckpointCountEntity,
  SavepointEntity,
  OperationEntity,
  IdempotencyKeyEntity,
  EventEntity,
  WorkerEntity,
  RemovalEntity,
  InstallationEntity,
] as const;
