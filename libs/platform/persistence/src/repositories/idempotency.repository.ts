import type { EntityManager } from 'typeorm';
import { IdempotencyKeyEntity } from '../entities/operation.entity.ts';

export interface StoredResponse {
  readonly digest: string;
  readonly response: unknown;
}

export class IdempotencyRepository {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Keeps other transactions with the same key waiting until this one ends. */
  async lock(key: string): Promise<void> {
    await this.#manager.query('SELECT pg_advisory_xact_lock(7731403, hashtext($1))', [key]);
  }

  async find(key: string): Promise<StoredResponse | null> {
    const entity = await this.#manager.findOneBy(IdempotencyKeyEntity, { key });
    return entity === null ? null : { digest: entity.digest, response: entity.response };
  }

  async save(key: string, stored: StoredResponse, createdAt: number): Promise<void> {
    await this.#manager.query(
      'INSERT INTO idempotency_key (key, digest, response, created_at) VALUES ($1, $2, $3, $4)',
      [key, stored.digest, JSON.stringify(stored.response), createdAt],
    );
  }

  async forgetBefore(timestamp: number): Promise<void> {
    await this.#manager.query('DELETE FROM idempotency_key WHERE created_at < $1', [timestamp]);
  }
}
