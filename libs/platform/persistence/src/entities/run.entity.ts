import type { AttemptFailure, RunMetrics } from '@weir/run-contract';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { jobStates } from '../records/job-state.ts';
import type { JobState } from '../records/job-state.ts';
import type { Attempt, RestoredFrom, RunOrigin } from '../records/run.ts';
import { JobEntity } from './job.entity.ts';
import { oneOf } from './one-of.ts';

@Entity('run')
@Check('run_state_check', oneOf('state', jobStates))
@Check('run_claim_mode_check', oneOf('claim_mode', ['CLAIM', 'NO_CLAIM']))
@Unique('run_number_unique', ['jobId', 'number'])
@Index('run_open_idx', ['jobId'], { where: "state NOT IN ('FINISHED', 'CANCELED', 'FAILED')" })
export class RunEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'run_pk' })
  id: string;

  @Column('uuid', { name: 'job_id' })
  @ForeignKey(() => JobEntity, { onDelete: 'CASCADE', name: 'run_job_fk' })
  jobId: string;

  @Column('integer')
  number: number;

  @Column('integer', { name: 'version_number' })
  versionNumber: number;

  @Column('text')
  state: JobState;

  @Column('integer')
  parallelism: number;

  @Column('boolean', { name: 'is_parallelism_overridden' })
  isParallelismOverridden: boolean;

  @Column('json')
  origin: RunOrigin;

  @Column('boolean', { name: 'allow_non_restored_state' })
  allowNonRestoredState: boolean;

  @Column('text', { name: 'claim_mode' })
  claimMode: 'CLAIM' | 'NO_CLAIM';

  @Column('json', { name: 'restored_from', nullable: true })
  restoredFrom: RestoredFrom | null;

  /** Why the run ended FAILED; null otherwise. */
  @Column('json', { nullable: true })
  failure: AttemptFailure | null;

  @Column('bigint', { name: 'created_at' })
  createdAt: number;

  @Column('bigint', { name: 'started_at', nullable: true })
  startedAt: number | null;

  @Column('bigint', { name: 'ended_at', nullable: true })
  endedAt: number | null;

  @Column('bigint', { name: 'records_in' })
  recordsIn: number;

  @Column('bigint', { name: 'records_out' })
  recordsOut: number;

  @Column('text', { name: 'owner_id', nullable: true })
  ownerId: string | null;

  @Column('integer', { name: 'owner_incarnation', nullable: true })
  ownerIncarnation: number | null;

  /** On the database's clock, which alone compares it. */
  @Column('timestamptz', { name: 'lease_expires_at', nullable: true })
  leaseExpiresAt: Date | null;

  @Column('bigint')
  epoch: number;

  @Column('bigint', { name: 'next_attempt_at', nullable: true })
  nextAttemptAt: number | null;
}

@Entity('attempt')
export class AttemptEntity {
  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'attempt_pk' })
  @ForeignKey(() => RunEntity, { onDelete: 'CASCADE', name: 'attempt_run_fk' })
  runId: string;

  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'attempt_pk' })
  epoch: number;

  @Index('attempt_job_idx')
  @Column('uuid', { name: 'job_id' })
  jobId: string;

  @Column('text', { name: 'worker_id' })
  workerId: string;

  @Column('bigint', { name: 'started_at' })
  startedAt: number;

  @Column('bigint', { name: 'ended_at', nullable: true })
  endedAt: number | null;

  @Column('json', { name: 'restored_from', nullable: true })
  restoredFrom: Attempt['restoredFrom'];

  @Column('json', { nullable: true })
  failure: AttemptFailure | null;
}

/** The latest metrics of a run, rewritten each second by its owner. */
@Entity('run_metrics')
export class RunMetricsEntity {
  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'run_metrics_pk' })
  @ForeignKey(() => RunEntity, { onDelete: 'CASCADE', name: 'run_metrics_run_fk' })
  runId: string;

  @Column('json')
  metrics: RunMetrics;
}

/** The tail of the print sinks. */
@Entity('output_row')
@Index('output_row_job_idx', ['jobId', 'position'])
export class OutputRowEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'output_row_pk',
  })
  position: number;

  @Column('uuid', { name: 'job_id' })
  @ForeignKey(() => JobEntity, { onDelete: 'CASCADE', name: 'output_row_job_fk' })
  jobId: string;

  @Column('text')
  operator: string;

  @Column('integer')
  subtask: number;

  @Column('bigint')
  timestamp: number;

  @Column('json')
  row: Readonly<Record<string, unknown>>;
}
