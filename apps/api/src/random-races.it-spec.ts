import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testApi } from '../../../tools/test-support/test-api.ts';

const spec = {
  name: 'random races',
  start: false,
  operators: [
    { uid: 'rows', type: 'elements', rows: [{ n: 1 }] },
    { uid: 'end', type: 'blackhole', input: 'rows' },
  ],
};
const acts = ['start', 'stop', 'cancel', 'restart', 'restore', 'checkpoints', 'savepoints'] as const;
const jobs = 5;
const sequences = 200;

/** 200 sequences of two to five acts on one of five jobs, and after how many milliseconds each is asked for. */
const drawn = fc.sample(
  fc.record({
    job: fc.integer({ min: 0, max: jobs - 1 }),
    acts: fc.array(fc.record({ act: fc.constantFrom(...acts), afterMs: fc.integer({ min: 0, max: 3 }) }), {
      minLength: 2,
      maxLength: 5,
    }),
  }),
  { numRuns: sequences, seed: 20_261_125 },
);

const api = testApi();

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function call(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${api.url}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
}

async function itemsOf(path: string): Promise<readonly Record<string, unknown>[]> {
  return (await call('GET', path)).body['items'] as Record<string, unknown>[];
}

async function until(what: string, isIt: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await isIt())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const ended = ['FINISHED', 'CANCELED', 'FAILED'];
const isLive = (state: string): boolean => ![...ended, 'SUSPENDED'].includes(state);

/** Runs of the job that the target has at work now. */
function liveRuns(jobId: string): number {
  return [...api.target.runs.values()].filter((run) => run.request.jobId === jobId && isLive(run.state)).length;
}

describe('acts on jobs in any order, at once', () => {
  it(
    'never bring two runs of a job to life, hang an operation, or let a run outlive its job',
    { timeout: 180_000 },
    async () => {
      const ids = await Promise.all(
        Array.from({ length: jobs }, async () => String((await call('POST', '/jobs', spec)).body['id'])),
      );
      const statuses: number[] = [];
      const ask = async (jobId: string, act: (typeof acts)[number]): Promise<void> => {
        const path = [...api.target.storage.snapshots.values()].find((snapshot) => snapshot.jobId === jobId)?.path;
        const body = act === 'restore' ? { path: path ?? '/snapshots/none' } : undefined;
        statuses.push((await call('POST', `/jobs/${jobId}/${act}`, body)).status);
        expect(liveRuns(jobId)).toBeLessThanOrEqual(1);
      };
      const play = async (jobId: string, steps: (typeof drawn)[number]['acts']): Promise<void> => {
        const asked = steps.map(async ({ act, afterMs }) => {
          await new Promise((resolve) => setTimeout(resolve, afterMs));
          await ask(jobId, act);
        });
        await Promise.all(asked);
      };
      await Promise.all(
        ids.map(async (jobId, index) => {
          for (const { acts: steps } of drawn.filter(({ job }) => job === index)) await play(jobId, steps);
        }),
      );
      expect(statuses.filter((status) => status >= 500)).toEqual([]);

      await until('every operation has ended', async () =>
        (await Promise.all(ids.map((jobId) => itemsOf(`/operations?jobId=${jobId}&limit=200`))))
          .flat()
          .every(({ status }) => status === 'SUCCEEDED' || status === 'FAILED'),
      );
      for (const jobId of ids) {
        await call('POST', `/jobs/${jobId}/cancel`);
        await until('the job has ended, and each of its runs', async () => {
          const { state } = (await call('GET', `/jobs/${jobId}`)).body;
          const runs = await itemsOf(`/jobs/${jobId}/runs?limit=200`);
          return (
            [...ended, 'CREATED'].includes(String(state)) && runs.every((run) => ended.includes(String(run['state'])))
          );
        });
        expect(liveRuns(jobId)).toBe(0);
      }
    },
  );
});
