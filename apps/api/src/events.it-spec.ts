import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { describe, expect, it } from 'vitest';
import { testApi } from '../../../tools/test-support/test-api.ts';
import { event as eventSchema } from './contract/operation.schema.ts';

const spec = {
  name: 'events',
  operators: [
    { uid: 'rows', type: 'elements', rows: [{ n: 1 }] },
    { uid: 'end', type: 'blackhole', input: 'rows' },
  ],
};

const api = testApi();

class Stream {
  readonly messages: EventSourceMessage[] = [];
  readonly #abort = new AbortController();

  static async open(query = '', headers: Record<string, string> = {}): Promise<Stream> {
    const stream = new Stream();
    const response = await fetch(`${api.url}/api/v1/events${query}`, { headers, signal: stream.#abort.signal });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    void stream.#read(response);
    await stream.until(() => stream.messages.length > 0);
    return stream;
  }

  async until(isIt: () => boolean): Promise<void> {
    const deadline = Date.now() + 20_000;
    while (!isIt()) {
      if (Date.now() > deadline) throw new Error(`Waited in vain; seen: ${JSON.stringify(this.messages)}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  get numbers(): number[] {
    return this.messages.map((message) => Number(message.id));
  }

  get types(): (string | undefined)[] {
    return this.messages.map((message) => message.event);
  }

  close(): void {
    this.#abort.abort();
  }

  async #read(response: Response): Promise<void> {
    const parser = createParser({ onEvent: (message) => this.messages.push(message) });
    const decoder = new TextDecoder();
    try {
      for await (const chunk of response.body ?? []) parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
    } catch {
      // Closed by the test, or by a server that stops.
    }
  }
}

async function createJob(start: boolean): Promise<string> {
  const response = await fetch(`${api.url}/api/v1/jobs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...spec, start }),
  });
  return ((await response.json()) as { id: string }).id;
}

describe('GET /events', () => {
  it('tells what happens, in the order of its numbers, with the shape of the contract', async () => {
    const stream = await Stream.open();
    expect(stream.types).toEqual(['ready']);
    const jobId = await createJob(true);
    await stream.until(() => stream.types.filter((type) => type === 'job.state').length === 2);
    const events = stream.messages.slice(1).map((message) => eventSchema.parse(JSON.parse(message.data)));
    expect(events.every((event) => event.jobId === jobId)).toBe(true);
    expect(events.map((event) => event.sequence)).toEqual(stream.numbers.slice(1));
    expect(stream.numbers).toEqual([...stream.numbers].sort((a, b) => a - b));
    expect(stream.types).toEqual(
      expect.arrayContaining([
        'job.created',
        'run.created',
        'operation.created',
        'attempt.started',
        'run.state',
        'operation.finished',
      ]),
    );
    stream.close();
  });

  it('resumes after the last number seen, without a gap and without a repetition', async () => {
    const all = await Stream.open();
    const first = await Stream.open();
    await createJob(false);
    await first.until(() => first.messages.length === 2);
    first.close();
    for (let number = 0; number < 5; number += 1) await createJob(false);
    const second = await Stream.open('', { 'last-event-id': String(first.numbers.at(-1)) });
    const third = await Stream.open(`?lastEventId=${first.numbers.at(-1) ?? 0}`);
    await createJob(false);
    await all.until(() => all.messages.length === 8);
    await second.until(() => second.messages.length === 7);
    await third.until(() => third.messages.length === 7);
    expect([...first.numbers, ...second.numbers.slice(1)]).toEqual(all.numbers);
    expect(third.numbers).toEqual(second.numbers);
    for (const stream of [all, second, third]) stream.close();
  });

  it('can be narrowed to one job', async () => {
    const jobId = await createJob(false);
    const stream = await Stream.open(`?jobId=${jobId}`);
    await createJob(false);
    await fetch(`${api.url}/api/v1/jobs/${jobId}/start`, { method: 'POST' });
    await stream.until(() => stream.types.includes('attempt.started'));
    expect(stream.messages.slice(1).every((message) => message.data.includes(jobId))).toBe(true);
    stream.close();
  });

  it('survives an outage of Postgres, while everything else answers 503 within a second', async () => {
    const stream = await Stream.open();
    await api.server.pause();
    const beganAt = performance.now();
    const refused = await fetch(`${api.url}/api/v1/jobs`);
    expect(performance.now() - beganAt).toBeLessThan(1_000);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await refused.json()).toMatchObject({ code: 'DATABASE_UNAVAILABLE', status: 503 });
    const posted = await fetch(`${api.url}/api/v1/jobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(spec),
    });
    expect(posted.status).toBe(503);
    expect((await fetch(`${api.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
    expect(await (await fetch(`${api.url}/metrics`)).text()).toContain('weir_database_up 0');
    await api.server.resume();
    const deadline = Date.now() + 20_000;
    while ((await fetch(`${api.url}/readyz`)).status !== 200) expect(Date.now()).toBeLessThan(deadline);
    const seen = stream.messages.length;
    await createJob(false);
    await stream.until(() => stream.messages.length > seen);
    stream.close();
  });
});
