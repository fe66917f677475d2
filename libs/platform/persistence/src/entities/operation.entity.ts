import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { operationKinds, operationStatuses } from '../records/operation.ts';
import type {
  Operation,
  OperationKind,
  OperationPayload,
  OperationResult,
  OperationStatus,
} from '../records/operation.ts';
import { JobEntity } from './job.entity.ts';
import { oneOf } from './one-of.ts';

@Entity('operation')
@Check('operation_kind_check', oneOf('kind', operationKinds))
@Check('operation_status_check', oneOf('status', operationStatuses))
@Index('operation_created_idx', ['createdAt', 'id'])
@Index('operation_job_idx', ['jobId', 'createdAt'])
@Index('operation_open_idx', ['targetRunId'], { where: "status IN ('PENDING', 'RUNNING')" })
export class OperationEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'operation_pk' })
  id: string;

  @Column('text')
  kind: OperationKind;

  @Column('uuid', { name: 'job_id' })
  @ForeignKey(() => JobEntity, { onDelete: 'CASCADE', name: 'operation_job_fk' })
  jobId: string;

  @Column('uuid', { name: 'run_id', nullable: true })
  runId: string | null;

  @Column('uuid', { name: 'target_run_id', nullable: true })
  targetRunId: string | null;

  @Column('text')
  status: OperationStatus;

  @Column('json')
  payload: OperationPayload;

  @Column('bigint', { name: 'created_at' })
  createdAt: number;

  @Column('bigint', { name: 'finished_at', nullable: true })
  finishedAt: number | null;

  @Column('json', { nullable: true })
  result: OperationResult | null;

  @Column('json', { nullable: true })
  error: Operation['error'];

  /** Worker and incarnation that carry it out, `id#incarnation`. */
  @Column('text', { name: 'claimed_by', nullable: true })
  claimedBy: string | null;
}

@Entity('idempotency_key')
@Index('idempotency_key_created_idx', ['createdAt'])
export class IdempotencyKeyEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'idempotency_key_pk' })
  key: string;

  /** Hex SHA-256 of method, path and body. */
  @Column('text')
  digest: string;

  @Column('json')
  response: unknown;

  @Column('bigint', { name: 'created_at' })
  createdAt: number;
}
