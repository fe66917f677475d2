import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Removal } from '../records/removal.ts';

/** Of jobs that are gone, so that it refers to none. */
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
