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

/** One row: what all processes on this database are together. */
@Entity('installation')
@Check('installation_single', 'is_single')
export class InstallationEntity {
  @PrimaryColumn('boolean', { name: 'is_single', primaryKeyConstraintName: 'installation_pk' })
  isSingle: boolean;

  @Column('uuid')
  id: string;

  /** Absolute folder below which paths of snapshots are recorded; null until a host has started. */
  @Column('text', { name: 'snapshot_folder', nullable: true })
  snapshotFolder: string | null;
}
