import { afterAll, beforeAll } from 'vitest';
import type { JobsContext } from '@weir/jobs';
import type { FakeJobTarget } from './fake-job-target.ts';
import { startTestPostgres, type TestPostgres } from './postgres.ts';
import { startTestApi, type TestApi } from './start-api.ts';

interface Started {
  readonly server: TestPostgres;
  readonly databaseUrl: string;
  readonly api: TestApi;
}

/** The API of a spec file, on a Postgres of its own, from the file's first test to its last. */
class ApiOfSpec {
  #started: Started | null = null;

  get url(): string {
    return this.#running.api.url;
  }

  get target(): FakeJobTarget {
    return this.#running.api.target;
  }

  get context(): JobsContext {
    return this.#running.api.context;
  }

  get server(): TestPostgres {
    return this.#running.server;
  }

  get databaseUrl(): string {
    return this.#running.databaseUrl;
  }

  async start(): Promise<void> {
    const server = await startTestPostgres();
    const databaseUrl = await server.createDatabase();
    this.#started = { server, databaseUrl, api: await startTestApi(databaseUrl) };
  }

  async stop(): Promise<void> {
    await this.#started?.api.stop();
    await this.#started?.server.stop();
  }

  get #running(): Started {
    if (this.#started === null) throw new Error('The API runs only while tests do.');
    return this.#started;
  }
}

/** To be called once at the top of a spec file. */
export function testApi(): ApiOfSpec {
  const api = new ApiOfSpec();
  beforeAll(() => api.start());
  afterAll(() => api.stop());
  return api;
}
