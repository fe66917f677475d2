import type { JobSpec } from '@weir/job-spec';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, VersionColumn } from 'typeorm';
import { desiredStates, jobStates } from '../records/job-state.ts';
import type { DesiredState, JobState } from '../records/job-state.ts';
import type { JobWarning } from '../records/job.ts';
import type { Removal } from '../records/removal.ts';
import { oneOf } from './one-of.ts';

@Entity('job')
@Check('job_state_check', oneOf('state', jobStates))
@Check('job_desired_state_check', oneOf('desired_state', desiredStates))
@Index('job_created_idx', ['createdAt', 'id'])
export class JobEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'job_pk' })
  id: string;

  @Column('text')
  name: string;

  @Column('integer', { name: 'version_number' })
  versionNumber: number;

  @Column('text')
  state: JobState;

  @Column('text', { name: 'desired_state' })
  desiredState: DesiredState;

  /** Epoch milliseconds, as every time that is recorded rather than compared with the database's clock. */
  @Column('bigint', { name: 'observed_at' })
  observedAt: number;

  @Column('integer')
  parallelism: number;

  @Column('json')
  warnings: readonly JobWarning[];

  @Column('uuid', { name: 'current_run_id', nullable: true })
  currentRunId: string | null;

  @Column('integer', { name: 'run_number' })
  runNumber: number;

  @Column('bigint')
  epoch: number;

  @Column('bigint', { name: 'created_at' })
  createdAt: number;

  @VersionColumn({ type: 'integer', name: 'row_version' })
  rowVersion: number;
}

/** A version of a spec never changes once it is stored. */
@Entity('job_version')
export class JobVersionEntity {
  @PrimaryColumn('uuid', { name: 'job_id', primaryKeyConstraintName: 'job_version_pk' })
  @ForeignKey(() => JobEntity, { onDelete: 'CASCADE', name: 'job_version_job_fk' })
  jobId: string;

  @PrimaryColumn('integer', { name: 'version_number', primaryKeyConstraintName: 'job_version_pk' })
  versionNumber: number;

  /** `json`, not `jsonb`: a delimiter may be the character NUL, which `jsonb` cannot hold. */
  @Column('json')
  spec: JobSpec;

  @Column('integer')
  parallelism: number;

  @Column('bigint', { name: 'created_at' })
  createdAt: number;
}

/** Files of jobs that are gone, so that it refers to none. */
@Entity('removal')
@Index('removal_by_next_try', ['nextTryAt'])
export class RemovalEntity {
  @PrimaryColumn('uuid', { name: 'job_id', primaryKeyConstraintName: 'removal_pk' })
  jobId: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'removal_pk' })
  kind: Removal['kind'];

  @PrimaryColumn('text', { primaryKeyConstraintName: 'removal_pk' })
  path: string;

  @Column('bigint', { name: 'created_at' })
  createdAt: number;

  @Column('integer')
  tries: number;

  @Column('bigint', { name: 'next_try_at' })
  nextTryAt: number;

  /** Why the last try was in vain. */
  @Column('text', { nullable: true })
  error: string | null;
}
