import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LiveEvent } from '#data/live-event.ts';
import { LiveConnection, type EventStream } from './live-connection.ts';

type Listener = (event: { readonly data?: unknown }) => void;

class FakeStream implements EventStream {
  readyState = 0;
  readonly #listeners = new Map<string, Listener[]>();

  addEventListener(name: string, listener: Listener): void {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
  }

  close(): void {
    this.readyState = 2;
  }

  fire(name: string, data?: unknown): void {
    for (const listener of this.#listeners.get(name) ?? []) listener({ data });
  }
}

describe('LiveConnection', () => {
  let streams: FakeStream[];
  let events: LiveEvent[];
  let recoveries: number;
  let connection: LiveConnection;
  const newest = () => streams.at(-1) ?? new FakeStream();

  beforeEach(() => {
    vi.useFakeTimers();
    streams = [];
    events = [];
    recoveries = 0;
    connection = new LiveConnection({
      connect: () => {
        const stream = new FakeStream();
        streams.push(stream);
        return stream;
      },
      eventNames: ['job.state'],
      onEvent: (event) => events.push(event),
      onRecovered: () => (recoveries += 1),
    });
    connection.open();
  });

  afterEach(() => {
    connection.close();
    vi.useRealTimers();
  });

  it('is live once the stream is open, and hands on what it knows', () => {
    expect(connection.status().kind).toBe('connecting');
    newest().fire('open');
    newest().fire('job.state', '{"type":"job.state","jobId":"j"}');
    newest().fire('job.state', 'nonsense');
    newest().fire('job.unheard', '{"type":"job.unheard","jobId":"j"}');
    expect(connection.status().kind).toBe('live');
    expect(events).toEqual([{ jobId: 'j' }]);
  });

  it('says since when it is lost, and that it is back', () => {
    newest().fire('open');
    vi.setSystemTime(5_000);
    newest().fire('error');
    vi.setSystemTime(9_000);
    newest().fire('error');
    expect(connection.status()).toEqual({ kind: 'lost', since: 5_000 });
    newest().fire('open');
    expect(connection.status().kind).toBe('live');
    expect(recoveries).toBe(1);
  });

  it('does not call a first opening a recovery', () => {
    newest().fire('open');
    expect(recoveries).toBe(0);
  });

  it('opens a new stream when the browser has given up on the old one', () => {
    newest().readyState = 2;
    newest().fire('error');
    expect(streams).toHaveLength(1);
    vi.advanceTimersByTime(5_000);
    expect(streams).toHaveLength(2);
  });

  it('leaves a stream alone that the browser reopens by itself', () => {
    newest().fire('error');
    vi.advanceTimersByTime(60_000);
    expect(streams).toHaveLength(1);
  });

  it('opens nothing any more once it is closed', () => {
    newest().readyState = 2;
    newest().fire('error');
    connection.close();
    vi.advanceTimersByTime(60_000);
    expect(streams).toHaveLength(1);
  });
});
