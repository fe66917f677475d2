import type { EntityManager } from 'typeorm';

export interface Installation {
  readonly id: string;
  /** Absolute folder below which paths of snapshots are recorded; null until a host has started. */
  readonly snapshotFolder: string | null;
}

/** Every column that holds a snapshot's folder, and every document that may. */
const pathColumns = [
  ['checkpoint', 'external_path'],
  ['savepoint', 'path'],
  ['removal', 'path'],
] as const;
const documentColumns = [
  ['run', 'origin'],
  ['run', 'restored_from'],
  ['attempt', 'restored_from'],
  ['operation', 'payload'],
  ['operation', 'result'],
] as const;

export class InstallationRepository {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Keeps other processes that start waiting until this transaction ends. */
  async lock(): Promise<Installation> {
    const [row] = await this.#manager.query<[Installation]>(
      'SELECT id, snapshot_folder AS "snapshotFolder" FROM installation FOR UPDATE',
    );
    return row;
  }

  /** Paths are recorded below `folder` from now on. */
  async settle(folder: string): Promise<void> {
    await this.#manager.query('UPDATE installation SET snapshot_folder = $1', [folder]);
  }

  /** Rewrites every recorded path below `from`, for what lay there lies below `to` now. */
  async move(from: string, to: string): Promise<void> {
    for (const [table, column] of pathColumns) {
      await this.#manager.query(
        `UPDATE ${table} SET ${column} = $2 || substr(${column}, length($1) + 1) WHERE starts_with(${column}, $1)`,
        [`${from}/`, `${to}/`],
      );
    }
    for (const [table, column] of documentColumns) {
      await this.#manager.query(
        `UPDATE ${table} SET ${column} = replace(${column}::text, $1, $2)::json WHERE strpos(${column}::text, $1) > 0`,
        [inDocument(from), inDocument(to)],
      );
    }
    await this.settle(to);
  }
}

/** The beginning of a path as it stands in JSON: behind its quotation mark. */
function inDocument(folder: string): string {
  return JSON.stringify(`${folder}/`).slice(0, -1);
}
