import type { DataSource, EntityManager } from 'typeorm';
import { SharedReads } from './shared-reads.ts';
import { isWorthRepeating, storeErrorOf } from './store-error.ts';
import { AttemptRepository } from './repositories/attempt.repository.ts';
import { CheckpointRepository } from './repositories/checkpoint.repository.ts';
import { EventRepository } from './repositories/event.repository.ts';
import { IdempotencyRepository } from './repositories/idempotency.repository.ts';
import { InstallationRepository } from './repositories/installation.repository.ts';
import { JobRepository } from './repositories/job.repository.ts';
import { OperationRepository } from './repositories/operation.repository.ts';
import { OutputRepository } from './repositories/output.repository.ts';
import { RemovalRepository } from './repositories/removal.repository.ts';
import { RunLeaseRepository } from './repositories/run-lease.repository.ts';
import { RunRepository } from './repositories/run.repository.ts';
import { SavepointRepository } from './repositories/savepoint.repository.ts';
import { WorkerRepository } from './repositories/worker.repository.ts';

/** All queries, over one connection or one transaction. */
export class Repositories {
  readonly jobs: JobRepository;
  readonly runs: RunRepository;
  readonly leases: RunLeaseRepository;
  readonly attempts: AttemptRepository;
  readonly checkpoints: CheckpointRepository;
  readonly savepoints: SavepointRepository;
  readonly operations: OperationRepository;
  readonly events: EventRepository;
  readonly output: OutputRepository;
  readonly workers: WorkerRepository;
  readonly installation: InstallationRepository;
  readonly removals: RemovalRepository;
  readonly idempotency: IdempotencyRepository;

  constructor(manager: EntityManager) {
    this.jobs = new JobRepository(manager);
    this.runs = new RunRepository(manager);
    this.leases = new RunLeaseRepository(manager);
    this.attempts = new AttemptRepository(manager);
    this.checkpoints = new CheckpointRepository(manager);
    this.savepoints = new SavepointRepository(manager);
    this.operations = new OperationRepository(manager);
    this.events = new EventRepository(manager);
    this.output = new OutputRepository(manager);
    this.removals = new RemovalRepository(manager);
    this.installation = new InstallationRepository(manager);
    this.workers = new WorkerRepository(manager);
    this.idempotency = new IdempotencyRepository(manager);
  }
}

const triesMax = 3;

/** The door to Postgres. Every method rejects with a `StoreError` when it is away; other errors pass through. */
export class Store {
  readonly #dataSource: DataSource;
  readonly #reader: Repositories;
  readonly #shared = new SharedReads();

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
    this.#reader = new Repositories(dataSource.manager);
  }

  /** Queries outside a transaction. */
  async read<T>(work: (repositories: Repositories) => Promise<T>): Promise<T> {
    try {
      return await work(this.#reader);
    } catch (error) {
      throw storeErrorOf(error) ?? error;
    }
  }

  /** Queries that see one moment of the database: what one of them says fits what the others say. */
  async readConsistently<T>(work: (repositories: Repositories) => Promise<T>): Promise<T> {
    try {
      return await this.#dataSource.transaction('REPEATABLE READ', (manager) => work(new Repositories(manager)));
    } catch (error) {
      throw storeErrorOf(error) ?? error;
    }
  }

  /** As {@link Store.readConsistently}, but who asks the same question (`key`) meanwhile shares the next answer. */
  readShared<T>(key: string, work: (repositories: Repositories) => Promise<T>): Promise<T> {
    return this.#shared.join(key, () => this.readConsistently(work));
  }

  /** As {@link Store.write}, for work that is one statement: a transaction by itself. */
  async writeAtOnce<T>(work: (repositories: Repositories) => Promise<T>): Promise<T> {
    return this.#persistently(() => work(this.#reader));
  }

  /** One transaction. `work` must have no effect outside it, because a deadlock repeats it. */
  async write<T>(work: (repositories: Repositories) => Promise<T>): Promise<T> {
    return this.#persistently(() => this.#dataSource.transaction((manager) => work(new Repositories(manager))));
  }

  async #persistently<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await work();
      } catch (error) {
        const storeError = storeErrorOf(error);
        if (storeError !== null) throw storeError;
        if (tries >= triesMax || !isWorthRepeating(error)) throw error;
      }
    }
  }

  /** Resolves when Postgres answers. */
  async ping(): Promise<void> {
    await this.read(async () => {
      await this.#dataSource.query('SELECT 1');
    });
  }
}
