import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { silentLogger } from '@weir/kernel';
import type { PlatformEvent } from '@weir/persistence';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stallMsMax } from './event-stream.ts';
import { EventStreams, streamsMax, type EventLog } from './event-streams.ts';

/** More than any version of Node takes before it asks to wait: 16 KiB in 20, 64 KiB from 22 on. */
const eventBytes = 100_000;
const eventsAtATime = 5;

/** However far one has read, there is more. */
const endlessLog: EventLog = {
  head: () => Promise.resolve(0),
  after: (sequence) =>
    Promise.resolve(Array.from({ length: eventsAtATime }, (_, index) => eventOf(sequence + index + 1))),
};

function eventOf(sequence: number): PlatformEvent {
  return {
    sequence,
    type: 'checkpoint.completed',
    timestamp: 1,
    jobId: null,
    runId: null,
    data: { text: 'x'.repeat(eventBytes) },
  };
}

/** A response whose client never reads: nothing connects it, so all that is written waits in it. */
function stuckResponse(): ServerResponse {
  return new ServerResponse(new IncomingMessage(new Socket()));
}

function streamsOver(log: EventLog): { readonly streams: EventStreams; readonly notify: () => void } {
  let notify = (): void => undefined;
  const listener = {
    on: (_channel: string, heard: (payload: string) => void) => {
      notify = () => heard('');
      return () => undefined;
    },
  };
  const streams = new EventStreams({ log, listener, logger: silentLogger });
  streams.onModuleInit();
  return { streams, notify: () => notify() };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe(EventStreams, () => {
  it('sends a client that does not read no second batch, however much news there is', async () => {
    const { streams, notify } = streamsOver(endlessLog);
    const response = stuckResponse();
    void streams.serve({ jobId: null, after: null, response });
    for (let news = 0; news < 50; news += 1) {
      await vi.advanceTimersByTimeAsync(100);
      notify();
    }
    expect(response.writableLength).toBeGreaterThan(eventBytes);
    expect(response.writableLength).toBeLessThan((eventsAtATime + 1) * eventBytes);
    streams.onModuleDestroy();
  });

  it('goes on where it was when the client reads again', async () => {
    const { streams } = streamsOver(endlessLog);
    const response = stuckResponse();
    const written: string[] = [];
    const { write } = response;
    response.write = (text: string) => {
      written.push(/^id: (\d+)/m.exec(text)?.[1] ?? '');
      return write.call(response, text, 'utf8');
    };
    void streams.serve({ jobId: null, after: null, response });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(written).toEqual(['0', '1', '2', '3', '4', '5']);
    response.emit('drain');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(written.slice(6)).toEqual(['6', '7', '8', '9', '10']);
    streams.onModuleDestroy();
  });

  it('lets a client go that takes nothing for half a minute', async () => {
    const { streams } = streamsOver(endlessLog);
    const response = stuckResponse();
    void streams.serve({ jobId: null, after: null, response });
    await vi.advanceTimersByTimeAsync(stallMsMax - 1_000);
    expect([streams.count, response.destroyed]).toEqual([1, false]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect([streams.count, response.destroyed]).toEqual([0, true]);
  });

  it('ends a stream whose client goes while its place is looked up', async () => {
    let answer = (_head: number): void => undefined;
    const head = new Promise<number>((resolve) => (answer = resolve));
    const { streams } = streamsOver({ head: () => head, after: () => Promise.resolve([]) });
    const response = stuckResponse();
    const served = streams.serve({ jobId: null, after: null, response });
    response.destroy();
    await vi.advanceTimersByTimeAsync(1);
    answer(7);
    await served;
    expect(streams.count).toBe(0);
  });

  it('counts the streams that are being opened, and takes no more than its limit', async () => {
    const { streams } = streamsOver({ head: () => new Promise(() => undefined), after: () => Promise.resolve([]) });
    for (let number = 0; number < streamsMax; number += 1)
      void streams.serve({ jobId: null, after: null, response: stuckResponse() });
    await expect(streams.serve({ jobId: null, after: null, response: stuckResponse() })).rejects.toMatchObject({
      code: 'TOO_MANY_STREAMS',
    });
  });

  it('reads once for all streams that stand at one place, and anew after each notification', async () => {
    let head = 3;
    let reads = 0;
    const read = async (sequence: number): Promise<readonly PlatformEvent[]> => {
      reads += 1;
      const seen = head;
      await new Promise((resolve) => setTimeout(resolve, 10));
      return Array.from({ length: seen - sequence }, (_, index) => eventOf(sequence + index + 1));
    };
    const { streams, notify } = streamsOver({ head: () => Promise.resolve(head), after: read });
    const responses = Array.from({ length: 50 }, () => {
      const response = stuckResponse();
      response.write = vi.fn(() => true);
      void streams.serve({ jobId: null, after: null, response });
      return response;
    });
    await vi.advanceTimersByTimeAsync(50);
    expect(reads).toBe(1);
    notify();
    await vi.advanceTimersByTimeAsync(5);
    // It comes while the read for the first notification is under way, which has not seen it.
    head = 4;
    notify();
    await vi.advanceTimersByTimeAsync(50);
    expect(reads).toBeLessThanOrEqual(4);
    for (const response of responses) expect(vi.mocked(response.write).mock.lastCall?.[0]).toContain('id: 4\n');
    streams.onModuleDestroy();
  });

  it('ends all streams when the server stops', async () => {
    const { streams } = streamsOver({ head: () => Promise.resolve(3), after: () => Promise.resolve([]) });
    const served = streams.serve({ jobId: null, after: null, response: stuckResponse() });
    await vi.advanceTimersByTimeAsync(10);
    streams.onModuleDestroy();
    await served;
    expect(streams.count).toBe(0);
  });
});
