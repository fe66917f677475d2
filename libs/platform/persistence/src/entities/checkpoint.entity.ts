import { checkpointKinds, checkpointStatuses, checkpointTriggers } from '@weir/run-contract';
import type { CheckpointKind, CheckpointStatus, CheckpointTrigger, OperatorCheckpointRecord } from '@weir/run-contract';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { JobEntity } from './job.entity.ts';
import { oneOf } from './one-of.ts';
import { RunEntity } from './run.entity.ts';

@Entity('checkpoint')
@Check('checkpoint_status_check', oneOf('status', checkpointStatuses))
@Check('checkpoint_kind_check', oneOf('kind', checkpointKinds))
@Check('checkpoint_trigger_check', oneOf('trigger_kind', checkpointTriggers))
@Index('checkpoint_status_idx', ['jobId', 'status', 'id'])
@Index('checkpoint_savepoint_idx', ['jobId', 'id'], { where: "kind = 'SAVEPOINT'" })
@Index('checkpoint_kept_idx', ['jobId', 'id'], { where: "status = 'COMPLETED' AND NOT discarded" })
@Index('checkpoint_run_idx', ['runId', 'id'])
@Index('checkpoint_triggered_idx', ['triggerTimestamp', 'status'])
@Index('checkpoint_snapshot_idx', ['snapshotId'])
export class CheckpointEntity {
  @PrimaryColumn('uuid', { name: 'job_id', primaryKeyConstraintName: 'checkpoint_pk' })
  @ForeignKey(() => JobEntity, { onDelete: 'CASCADE', name: 'checkpoint_job_fk' })
  jobId: string;

  /** The barrier's number. */
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'checkpoint_pk' })
  id: number;

  @Column('uuid', { name: 'snapshot_id' })
  snapshotId: string;

  @Column('uuid', { name: 'run_id' })
  @ForeignKey(() => RunEntity, { onDelete: 'CASCADE', name: 'checkpoint_run_fk' })
  runId: string;

  @Column('bigint')
  epoch: number;

  @Column('text')
  status: CheckpointStatus;

  @Column('text')
  kind: CheckpointKind;

  @Column('text', { name: 'trigger_kind' })
  trigger: CheckpointTrigger;

  @Column('boolean')
  incremental: boolean;

  @Column('bigint', { name: 'trigger_timestamp' })
  triggerTimestamp: number;

  @Column('bigint', { name: 'latest_ack_timestamp', nullable: true })
  latestAckTimestamp: number | null;

  @Column('double precision', { name: 'end_to_end_duration', nullable: true })
  endToEndDuration: number | null;

  @Column('bigint', { name: 'checkpointed_size' })
  checkpointedSize: number;

  @Column('bigint', { name: 'state_size' })
  stateSize: number;

  @Column('bigint', { name: 'processed_data' })
  processedData: number;

  @Column('integer', { name: 'num_subtasks' })
  numSubtasks: number;

  @Column('integer', { name: 'num_acknowledged_subtasks' })
  numAcknowledgedSubtasks: number;

  @Column('text', { name: 'external_path', nullable: true })
  externalPath: string | null;

  @Column('text', { name: 'failure_reason', nullable: true })
  failureReason: string | null;

  @Column('text', { name: 'failure_message', nullable: true })
  failureMessage: string | null;

  @Column('boolean')
  discarded: boolean;

  @Column('json')
  operators: readonly OperatorCheckpointRecord[];
}

/** How many of a job's checkpoints ever ended so, and how many attempts began from one; the history itself is trimmed. */
@Entity('checkpoint_count')
export class CheckpointCountEntity {
  @PrimaryColumn('uuid', { name: 'job_id', primaryKeyConstraintName: 'checkpoint_count_pk' })
  @ForeignKey(() => JobEntity, { onDelete: 'CASCADE', name: 'checkpoint_count_job_fk' })
  jobId: string;

  @Column('bigint')
  completed: number;

  @Column('bigint')
  failed: number;

  @Column('bigint')
  restored: number;
}

/** A savepoint outlives its job, so there is no foreign key to it. */
@Entity('savepoint')
@Check('savepoint_status_check', oneOf('status', checkpointStatuses))
@Index('savepoint_triggered_idx', ['triggerTimestamp', 'id'])
@Index('savepoint_job_idx', ['jobId', 'triggerTimestamp'])
export class SavepointEntity {
  /** The snapshot id. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'savepoint_pk' })
  id: string;

  @Column('uuid', { name: 'job_id' })
  jobId: string;

  @Column('text', { name: 'job_name' })
  jobName: string;

  @Column('text')
  name: string;

  @Column('text')
  note: string;

  @Column('boolean')
  pinned: boolean;

  @Column('text')
  status: CheckpointStatus;

  @Column('bigint', { name: 'checkpoint_id' })
  checkpointId: number;

  @Column('text', { nullable: true })
  path: string | null;

  @Column('bigint', { name: 'state_size' })
  stateSize: number;

  @Column('bigint', { name: 'trigger_timestamp' })
  triggerTimestamp: number;

  @Column('double precision', { name: 'end_to_end_duration', nullable: true })
  endToEndDuration: number | null;

  @Column('text', { name: 'failure_message', nullable: true })
  failureMessage: string | null;
}
