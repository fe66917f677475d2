import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import type { JobId, Logger } from '@weir/kernel';
import { messageOf } from '@weir/kernel';
import type { NotificationListener, PlatformEvent, Store } from '@weir/persistence';
import { HttpError } from '../http/http-error.ts';
import type { HttpResponse } from '../http/http-messages.ts';
import { EventStream } from './event-stream.ts';

export interface StreamRequest {
  /** Null for the events of all jobs. */
  readonly jobId: JobId | null;
  /** The last number the client has seen; null to begin now. */
  readonly after: string | null;
  readonly response: HttpResponse;
}

/** The audit as streams read it. */
export interface EventLog {
  /** The number of the latest event. */
  head(): Promise<number>;
  /** Events after a number, oldest first; of one job, or of all when `jobId` is null. */
  after(sequence: number, limit: number, jobId: JobId | null): Promise<readonly PlatformEvent[]>;
}

export interface EventStreamsOptions {
  readonly log: EventLog;
  readonly listener: Pick<NotificationListener, 'on'>;
  readonly logger: Logger;
}

export const streamsMax = 200;
const batchMax = 200;

/**
 * Server-sent events out of the audit table. Each stream keeps its own place and reads on from there when its client has taken what
 * was sent, so nothing is queued for a slow client, and one that comes back with the last number it saw misses nothing.
 */
export class EventStreams implements OnModuleInit, OnModuleDestroy {
  readonly #options: EventStreamsOptions;
  readonly #streams = new Set<EventStream>();
  /** Streams that are open or being opened. */
  #count = 0;
  #isClosed = false;
  /** Counts the notifications. */
  #generation = 0;
  /** Reads under way, by what they read. */
  readonly #reads = new Map<string, Promise<readonly PlatformEvent[]>>();
  #forget: () => void = () => undefined;

  constructor(options: EventStreamsOptions) {
    this.#options = options;
  }

  onModuleInit(): void {
    this.#forget = this.#options.listener.on('weir_event', () => {
      this.#generation += 1;
      for (const stream of this.#streams) stream.wake();
    });
  }

  /** Ends every stream; clients reconnect elsewhere, or when the server is back. */
  onModuleDestroy(): void {
    this.#isClosed = true;
    this.#forget();
    for (const stream of this.#streams) stream.end();
  }

  get count(): number {
    return this.#count;
  }

  /** Serves one client until it or the server goes. Rejects before anything is sent when Postgres is away or there is no room. */
  async serve(request: StreamRequest): Promise<void> {
    if (this.#count >= streamsMax)
      throw new HttpError('TOO_MANY_STREAMS', `More than ${streamsMax} event streams are open.`);
    this.#count += 1;
    try {
      await this.#serve(request);
    } finally {
      this.#count -= 1;
    }
  }

  async #serve({ jobId, after, response }: StreamRequest): Promise<void> {
    const place = after === null ? null : parsePlace(after);
    const head = await this.#options.log.head();
    // A number from the future belongs to another database: begin now rather than wait for it.
    const stream = new EventStream(response, place === null || place > head ? head : place);
    response.on('close', () => stream.end());
    response.on('error', () => stream.end());
    // The client, or this server, may have gone while the place was looked up: then nobody would ever end the stream.
    if (response.destroyed || this.#isClosed) stream.end();
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
      Connection: 'keep-alive',
    });
    stream.begin();
    this.#streams.add(stream);
    try {
      await this.#follow(stream, jobId);
    } finally {
      this.#streams.delete(stream);
      stream.close();
    }
  }

  async #follow(stream: EventStream, jobId: JobId | null): Promise<void> {
    while (!stream.isEnded) {
      const events = await this.#read(stream.place, jobId);
      for (const event of events) stream.send(event);
      await stream.drained();
      if (events.length < batchMax) await stream.waitForMore();
    }
  }

  /**
   * A notification wakes all streams, and most of them stand at the same place: they share one read. A read that began before the
   * latest notification is not shared, because it may not see what was notified.
   */
  #read(after: number, jobId: JobId | null): Promise<readonly PlatformEvent[]> {
    const key = `${this.#generation} ${after} ${jobId ?? ''}`;
    const underWay = this.#reads.get(key);
    if (underWay !== undefined) return underWay;
    const read = this.#readAnew(after, jobId).finally(() => this.#reads.delete(key));
    this.#reads.set(key, read);
    return read;
  }

  /** While Postgres is away there is nothing new; the stream stays open. */
  async #readAnew(after: number, jobId: JobId | null): Promise<readonly PlatformEvent[]> {
    try {
      return await this.#options.log.after(after, batchMax, jobId);
    } catch (error) {
      this.#options.logger.log('debug', 'Events could not be read.', { error: messageOf(error) });
      return [];
    }
  }
}

/** The audit in Postgres. */
export function storedEvents(store: Store): EventLog {
  return {
    head: () => store.read(({ events }) => events.head()),
    after: (sequence, limit, jobId) => store.read(({ events }) => events.after(sequence, limit, jobId)),
  };
}

function parsePlace(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const message = 'Must be the number of an event.';
  throw new HttpError('PARAMETER_INVALID', `Last-Event-ID: ${message}`, [
    { pointer: '#header/Last-Event-ID', code: 'INVALID_VALUE', message },
  ]);
}
