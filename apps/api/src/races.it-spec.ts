import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { testApi } from '../../../tools/test-support/test-api.ts';

const spec = {
  name: 'races',
  operators: [
    { uid: 'rows', type: 'elements', rows: [{ n: 1 }] },
    { uid: 'end', type: 'blackhole', input: 'rows' },
  ],
};

const api = testApi();

interface Answer {
  readonly status: number;
  readonly replayed: boolean;
  readonly body: Record<string, unknown>;
}

async function call(method: string, path: string, body?: unknown, key?: string): Promise<Answer> {
  const response = await fetch(`${api.url}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    replayed: response.headers.get('idempotent-replayed') === 'true',
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
}

async function created(): Promise<string> {
  return String((await call('POST', '/jobs', { ...spec, start: false })).body['id']);
}

async function until<T>(look: () => Promise<T>, isIt: (seen: T) => boolean): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const seen = await look();
    if (isIt(seen)) return seen;
    if (Date.now() > deadline) throw new Error(`Waited in vain; last seen: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function untilState(id: string, state: string): Promise<Record<string, unknown>> {
  return until(
    async () => (await call('GET', `/jobs/${id}`)).body,
    (job) => job['state'] === state,
  );
}

const many = Array.from({ length: 12 }, (_, index) => index);
const statuses = (answers: readonly Answer[]): number[] => answers.map(({ status }) => status).sort();

describe('requests that come at once', () => {
  it('start a job once', async () => {
    const id = await created();
    const answers = await Promise.all(many.map(() => call('POST', `/jobs/${id}/start`)));
    expect(statuses(answers)).toEqual([202, ...many.slice(1).map(() => 409)]);
    await untilState(id, 'RUNNING');
    expect((await call('GET', `/jobs/${id}/runs`)).body['items']).toHaveLength(1);
  });

  it('with one Idempotency-Key act once and are all answered the same', async () => {
    const key = randomUUID();
    const answers = await Promise.all(many.map(() => call('POST', '/jobs', spec, key)));
    expect(statuses(answers)).toEqual(many.map(() => 201));
    expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    const other = await call('POST', '/jobs', { ...spec, name: 'another' }, key);
    expect([other.status, other.body['code']]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  it.each(many.slice(0, 4))('delete a job or start it, never both (%i)', async () => {
    const id = await created();
    const [deleted, started] = await Promise.all([call('DELETE', `/jobs/${id}`), call('POST', `/jobs/${id}/start`)]);
    expect([
      [204, 404],
      [409, 202],
    ]).toContainEqual([deleted.status, started.status]);
    if (started.status === 202) await untilState(id, 'RUNNING');
    else expect((await call('GET', `/operations?jobId=${id}`)).body['items']).toEqual([]);
  });

  it('restore a job that is being stopped not at all, and end it stopped', async () => {
    const id = await created();
    await call('POST', `/jobs/${id}/start`);
    const running = await untilState(id, 'RUNNING');
    const fake = api.target.runs.get((running['currentRun'] as { id: string }).id);
    await fake?.tick();
    const [stopped, restored] = [
      await call('POST', `/jobs/${id}/stop`),
      await call('POST', `/jobs/${id}/restore`, { path: [...api.target.storage.snapshots.keys()].at(-1) }),
    ];
    expect(stopped.status).toBe(202);
    // The stop may be over by then: after it a restore begins a new run.
    expect([409, 202]).toContain(restored.status);
    await untilState(id, restored.status === 409 ? 'FINISHED' : 'RUNNING');
  });

  it('cancel a job while it is being restored: it ends, and neither of its runs lives on', async () => {
    const id = await created();
    await call('POST', `/jobs/${id}/start`);
    const running = await untilState(id, 'RUNNING');
    const fake = api.target.runs.get((running['currentRun'] as { id: string }).id);
    const path = (await fake?.tick())?.externalPath;
    const [restored, cancelled] = [
      await call('POST', `/jobs/${id}/restore`, { path }),
      await call('POST', `/jobs/${id}/cancel`),
    ];
    expect([restored.status, cancelled.status]).toEqual([202, 202]);
    await untilState(id, 'CANCELED');
    await until(
      async () =>
        ((await call('GET', `/jobs/${id}/runs`)).body['items'] as { state: string }[]).map(({ state }) => state),
      (states) => states.join() === 'CANCELED,CANCELED',
    );
    await until(
      async () => (await call('GET', `/operations?jobId=${id}`)).body['items'] as { status: string }[],
      (operations) => operations.every(({ status }) => status === 'SUCCEEDED' || status === 'FAILED'),
    );
  });
});
