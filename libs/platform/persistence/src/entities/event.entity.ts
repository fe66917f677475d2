import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { EventType } from '../records/event.ts';

/** Append-only. It outlives its job, so there is no foreign key. */
@Entity('event')
@Index('event_job_idx', ['jobId', 'sequence'])
export class EventEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'event_pk',
  })
  sequence: number;

  @Column('text')
  type: EventType;

  @Column('bigint')
  timestamp: number;

  @Column('uuid', { name: 'job_id', nullable: true })
  jobId: string | null;

  @Column('uuid', { name: 'run_id', nullable: true })
  runId: string | null;

  @Column('json')
  data: Readonly<Record<string, unknown>>;
}
