import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

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
