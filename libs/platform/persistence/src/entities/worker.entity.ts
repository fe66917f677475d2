import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import { workerRoles, type WorkerRole } from '../records/worker.ts';
import { oneOf } from './one-of.ts';

@Entity('worker')
@Check('worker_role_check', oneOf('role', workerRoles))
export class WorkerEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'worker_pk' })
  id: string;

  @Column('integer')
  incarnation: number;

  @Column('text')
  role: WorkerRole;

  @Column('text')
  hostname: string;

  @Column('integer')
  pid: number;

  @Column('timestamptz', { name: 'started_at' })
  startedAt: Date;

  /** On the database's clock. */
  @Column('timestamptz', { name: 'heartbeat_at' })
  heartbeatAt: Date;

  @Column('integer')
  capacity: number;

  /** When it said goodbye; null while it lives, and after a crash. */
  @Column('timestamptz', { name: 'stopped_at', nullable: true })
  stoppedAt: Date | null;
}
