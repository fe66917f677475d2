import { trusted, type JobId, type RunId } from '@weir/kernel';
import type { EntityManager } from 'typeorm';
import { OperationEntity } from '../entities/operation.entity.ts';
import type { Operation, OperationKind, OperationResult } from '../records/operation.ts';
import { pageOf, type Page, type PageRequest } from '../records/page.ts';
import type { Owner } from '../records/run.ts';

export type OperationOutcome =
  | { readonly kind: 'succeeded'; readonly result: OperationResult }
  | { readonly kind: 'failed'; readonly error: { readonly code: string; readonly message: string } };

export class OperationRepository {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Stores it and wakes the hosts when the transaction commits. */
  async insert(operation: Operation): Promise<void> {
    await this.#manager.insert(OperationEntity, {
      ...operation,
      payload: { ...operation.payload },
      result: operation.result === null ? null : { ...operation.result },
      claimedBy: null,
    });
    if (operation.targetRunId !== null)
      await this.#manager.query(`SELECT pg_notify('weir_command', $1)`, [operation.targetRunId]);
  }

  async find(id: string): Promise<Operation | null> {
    const entity = await this.#manager.findOneBy(OperationEntity, { id });
    return entity === null ? null : toOperation(entity);
  }

  async list(request: PageRequest, jobId: JobId | null): Promise<Page<Operation>> {
    const query = this.#manager
      .createQueryBuilder(OperationEntity, 'operation')
      .orderBy('operation.createdAt', 'DESC')
      .addOrderBy('operation.id', 'DESC');
    if (jobId !== null) query.andWhere('operation.jobId = :jobId', { jobId });
    if (request.after !== null) query.andWhere('(operation.createdAt, operation.id) < (:rank, :id)', request.after);
    const rows = await query.limit(request.limit + 1).getMany();
    return pageOf(rows.map(toOperation), request.limit, (operation) => ({
      rank: operation.createdAt,
      id: operation.id,
    }));
  }

  /**
   * Takes operations that wait for the owner of these runs, oldest first, except those that it has under way. Among them are those
   * that an earlier owner left behind, and those that this one was given without ever learning it: the answer may have been lost.
   */
  async claim(runIds: readonly RunId[], owner: Owner, underWay: readonly string[]): Promise<readonly Operation[]> {
    if (runIds.length === 0) return [];
    const [rows] = await this.#manager.query<[{ id: string }[], number]>(
      `UPDATE operation SET status = 'RUNNING', claimed_by = $2 WHERE target_run_id = ANY($1::uuid[])
         AND status IN ('PENDING', 'RUNNING') AND id <> ALL($3::uuid[]) RETURNING id`,
      [runIds, `${owner.workerId}#${owner.incarnation}`, underWay],
    );
    if (rows.length === 0) return [];
    const entities = await this.#manager
      .createQueryBuilder(OperationEntity, 'operation')
      .whereInIds(rows.map((row) => row.id))
      .orderBy('operation.createdAt', 'ASC')
      .getMany();
    return entities.map(toOperation);
  }

  /** Ends an operation; one that has ended stays as it is. Answers whether it ended now. */
  async finish(id: string, outcome: OperationOutcome, finishedAt: number): Promise<boolean> {
    const change =
      outcome.kind === 'succeeded'
        ? { status: 'SUCCEEDED' as const, result: { ...outcome.result }, finishedAt }
        : { status: 'FAILED' as const, error: outcome.error, finishedAt };
    const result = await this.#manager
      .createQueryBuilder()
      .update(OperationEntity)
      .set(change)
      .where("id = :id AND status IN ('PENDING', 'RUNNING')", { id })
      .execute();
    return result.affected === 1;
  }

  /** Takes an operation from the owner of the run it was addressed to: it goes on with the run that it brings about. */
  async detach(id: string): Promise<void> {
    await this.#manager.update(OperationEntity, { id }, { targetRunId: null });
  }

  /** Operations of these kinds that brought a run about and still wait for it. */
  async openStarting(runId: RunId): Promise<readonly Operation[]> {
    return this.#open('operation.runId = :runId AND operation.kind IN (:...kinds)', {
      runId,
      kinds: ['START', 'RESTART', 'RESTORE'] satisfies OperationKind[],
    });
  }

  /** Operations that wait for the owner of a run. */
  async openTargeting(runId: RunId): Promise<readonly Operation[]> {
    return this.#open('operation.targetRunId = :runId', { runId });
  }

  async #open(condition: string, parameters: Record<string, unknown>): Promise<readonly Operation[]> {
    const entities = await this.#manager
      .createQueryBuilder(OperationEntity, 'operation')
      .where(condition, parameters)
      .andWhere("operation.status IN ('PENDING', 'RUNNING')")
      .orderBy('operation.createdAt', 'ASC')
      .getMany();
    return entities.map(toOperation);
  }
}

function toOperation(entity: OperationEntity): Operation {
  return {
    id: entity.id,
    kind: entity.kind,
    jobId: trusted(entity.jobId),
    runId: entity.runId === null ? null : trusted<RunId>(entity.runId),
    targetRunId: entity.targetRunId === null ? null : trusted<RunId>(entity.targetRunId),
    status: entity.status,
    payload: entity.payload,
    createdAt: entity.createdAt,
    finishedAt: entity.finishedAt,
    result: entity.result,
    error: entity.error,
  };
}
