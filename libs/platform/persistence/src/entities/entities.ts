import { CheckpointCountEntity, CheckpointEntity, SavepointEntity } from './checkpoint.entity.ts';
import { EventEntity } from './event.entity.ts';
import { JobEntity, JobVersionEntity } from './job.entity.ts';
import { IdempotencyKeyEntity, OperationEntity } from './operation.entity.ts';
import { InstallationEntity } from './installation.entity.ts';
import { RemovalEntity } from './removal.entity.ts';
import { AttemptEntity, OutputRowEntity, RunEntity, RunMetricsEntity } from './run.entity.ts';
import { WorkerEntity } from './worker.entity.ts';

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
