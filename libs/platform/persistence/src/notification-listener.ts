import pg from 'pg';

export type Channel = 'weir_event' | 'weir_command';

const retryMs = 500;

/**
 * Listens to Postgres' notifications on one connection of its own. It is a hint only: while the connection is away
 * notifications are lost, so every listener also polls. It reconnects by itself, and tells its listeners when it has,
 * because something may have happened meanwhile.
 */
export class NotificationListener {
  readonly #url: string;
  readonly #listeners = new Map<Channel, Set<(payload: string) => void>>();
  #client: pg.Client | null = null;
  #retry: NodeJS.Timeout | null = null;
  #isStopped = true;

  constructor(url: string) {
    this.#url = url;
  }

  /** Calls `listener` at each notification and after each reconnection (with an empty payload); the answer takes it off again. */
  on(channel: Channel, listener: (payload: string) => void): () => void {
    const set = this.#listeners.get(channel) ?? new Set();
    set.add(listener);
    this.#listeners.set(channel, set);
    return () => void set.delete(listener);
  }

  /** Connects, and goes on trying when it cannot. */
  async start(): Promise<void> {
    this.#isStopped = false;
    await this.#connect();
  }

  /** Idempotent. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      connectionTimeoutMillis: 1_000,
      keepAlive: true,
      application_name: 'weir-listen',
    });
    client.on('error', () => this.#lost(client));
    client.on('end', () => this.#lost(client));
    client.on('notification', ({ channel, payload }) => this.#tell(channel, payload ?? ''));
    try {
      await client.connect();
      await client.query('LISTEN weir_event; LISTEN weir_command');
      if (this.#isStopped) {
        await client.end();
        return;
      }
      this.#client = client;
      for (const channel of this.#listeners.keys()) this.#tell(channel, '');
    } catch {
      // Postgres is away. The policy is to try again; polling bridges the gap.
      await client.end().catch(() => undefined);
      this.#reconnectLater();
    }
  }

  #lost(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = null;
    this.#reconnectLater();
  }

  #reconnectLater(): void {
    if (this.#isStopped) return;
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#connect(), retryMs);
    this.#retry.unref();
  }

  #tell(channel: string, payload: string): void {
    for (const listener of this.#listeners.get(channel as Channel) ?? []) listener(payload);
  }
}
