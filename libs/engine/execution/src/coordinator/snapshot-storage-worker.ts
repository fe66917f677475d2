import type { CoordinatorEvent, PrepareLocation, PublishFailed, PublishManifest } from '@weir/engine-checkpoint';
import { StorageError, type AttemptStorage } from '@weir/engine-core';
import { assertNever, messageOf } from '@weir/kernel';
import type { CoordinatorPorts } from './coordinator-ports.ts';

/** Locations of given-up checkpoints that are remembered, so that what a late task writes there is removed too. */
const abandonedLocationsMax = 256;

/** The coordinator's work on the storage: each piece answers with the event that the coordinator waits for. */
export class SnapshotStorageWorker {
  readonly #ports: Pick<CoordinatorPorts, 'logger' | 'listener'>;
  readonly #abandoned = new Set<string>();
  #attempt: AttemptStorage | null = null;

  constructor(ports: Pick<CoordinatorPorts, 'logger' | 'listener'>) {
    this.#ports = ports;
  }

  /** From now on snapshots go to this attempt's part of the storage. Work under way keeps its own. */
  startAttempt(attempt: AttemptStorage): void {
    this.#attempt = attempt;
  }

  async prepare({ checkpointId, snapshotKind, directory }: PrepareLocation): Promise<CoordinatorEvent> {
    try {
      const { path } = await this.#requireAttempt().prepare({ checkpointId, kind: snapshotKind, directory });
      return { kind: 'location-prepared', checkpointId, location: path };
    } catch (error) {
      const isFenced = error instanceof StorageError && error.code === 'FENCED';
      return { kind: 'location-failed', checkpointId, message: messageOf(error), isFenced };
    }
  }

  async publish({ checkpointId, location, manifest }: PublishManifest): Promise<CoordinatorEvent> {
    try {
      const path = await this.#requireAttempt().publish({ path: location }, manifest);
      return { kind: 'manifest-published', checkpointId, path };
    } catch (error) {
      return { kind: 'publish-failed', checkpointId, message: messageOf(error), outcome: publishOutcomeOf(error) };
    }
  }

  /** A folder that cannot be removed is a leftover: it is logged, and removed with those of its epoch. */
  async abandon(location: string): Promise<null> {
    this.#abandoned.add(location);
    const [oldest] = this.#abandoned;
    if (this.#abandoned.size > abandonedLocationsMax && oldest !== undefined) this.#abandoned.delete(oldest);
    try {
      await this.#requireAttempt().abandon({ path: location });
    } catch (error) {
      const message = 'The folder of a checkpoint that was given up could not be removed.';
      this.#ports.logger.log('warn', message, { location, error: messageOf(error) });
    }
    return null;
  }

  /** A pending or published folder keeps a stray file until the folder goes; one that was given up is swept again. */
  async sweep(location: string): Promise<null> {
    return this.#abandoned.has(location) ? this.abandon(location) : null;
  }

  async discard(checkpointId: number, path: string): Promise<CoordinatorEvent> {
    try {
      await this.#requireAttempt().discard(path);
      this.#ports.listener.onDiscarded(checkpointId);
    } catch (error) {
      const message = 'A checkpoint that is no longer kept could not be removed.';
      this.#ports.logger.log('warn', message, { checkpointId, path, error: messageOf(error) });
    }
    return { kind: 'snapshot-discarded', checkpointId };
  }

  /** What was discarded last may come back after a power failure when this does not succeed: whole, and older than the latest. */
  async close(): Promise<void> {
    try {
      await this.#attempt?.close();
    } catch (error) {
      const message = 'The removal of the last checkpoints could not be made durable.';
      this.#ports.logger.log('warn', message, { error: messageOf(error) });
    }
  }

  #requireAttempt(): AttemptStorage {
    if (this.#attempt === null) throw new StorageError('MISSING', 'No attempt has opened the checkpoint storage.');
    return this.#attempt;
  }
}

/** After an I/O error nobody can say whether the manifest stands: its files are left alone. */
function publishOutcomeOf(error: unknown): PublishFailed['outcome'] {
  if (!(error instanceof StorageError)) return 'UNKNOWN';
  switch (error.code) {
    case 'FENCED':
      return 'FENCED';
    case 'IO':
    case 'ALREADY_EXISTS':
      return 'UNKNOWN';
    case 'NOT_PUBLISHED':
    case 'MISSING':
    case 'DAMAGED':
    case 'NOT_ALLOWED':
    case 'TOO_LARGE':
      return 'NOT_PUBLISHED';
    default:
      return assertNever(error.code);
  }
}
