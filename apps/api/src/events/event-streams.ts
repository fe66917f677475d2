import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import type { JobId, Logger } from '@weir/kernel';
import { messageOf } from '@weir/kernel';
import type { NotificationListener, PlatformEvent, Store } from '@weir/persistence';
import { HttpError } from '../http/http-error.ts';
import type { HttpRequest, HttpResponse } from '../http/http-messages.ts';
import { eventBody } from '../respond/platform.response.ts';

export interface StreamRequest {
  /** Null for the events of all jobs. */
  readonly jobId: JobId | null;
  /** The last number the client has seen; null to begin now. */
  readonly after: string | null;
  readonly request: HttpRequest;
  readonly response: HttpResponse;
}

const streamsMax = 200;
const batchMax = 200;
/** A comment this often keeps proxies from closing an idle stream. */
const heartbeatMs = 15_000;
/** Notifications may be lost, so every stream also looks by itself. */
const pollMs = 2_000;

/**
 * Server-sent events out of the audit table. Each stream keeps its own place and reads on from there, so nothing is queued for a
 * slow client, and a client that comes back with the last number it saw misses nothing.
 */
export class EventStreams implements OnModuleInit, OnModuleDestroy {
  readonly #store: Store;
  readonly #listener: NotificationListener;
  readonly #logger: Logger;
  readonly #streams = new Set<EventStream>();
  #forget: () => void = () => undefined;

  constructor(store: Store, listener: NotificationListener, logger: Logger) {
    this.#store = store;
    this.#listener = listener;
    this.#logger = logger;
  }

  onModuleInit(): void {
    this.#forget = this.#listener.on('weir_event', () => {
      for (const stream of this.#streams) stream.wake();
    });
  }

  /** Ends every stream; clients reconnect elsewhere, or when the server is back. */
  onModuleDestroy(): void {
    this.#forget();
    for (const stream of this.#streams) stream.end();
  }

  get count(): number {
    return this.#streams.size;
  }

  /** Serves one client until it or the server goes. Rejects before anything is sent when Postgres is away or there is no room. */
  async serve({ jobId, after, request, response }: StreamRequest): Promise<void> {
    if (this.#streams.size >= streamsMax)
      throw new HttpError('TOO_MANY_STREAMS', `More than ${streamsMax} event streams are open.`);
    const place = after === null ? null : parsePlace(after);
    const head = await this.#store.read((repositories) => repositories.events.head());
    // A number from the future belongs to another database: begin now rather than wait for it.
    const from = place === null || place > head ? head : place;
    const stream = new EventStream(response, from);
    request.on('close', () => stream.end());
    response.on('error', () => stream.end());
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
      Connection: 'keep-alive',
    });
    // The empty event gives the client its place, so that even one that has seen no event resumes where it began.
    response.write(`retry: 1000\nid: ${from}\nevent: ready\ndata: {"sequence":${from}}\n\n`);
    this.#streams.add(stream);
    try {
      await this.#follow(stream, jobId);
    } finally {
      this.#streams.delete(stream);
      response.end();
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

  /** While Postgres is away there is nothing new; the stream stays open. */
  async #read(after: number, jobId: JobId | null): Promise<readonly PlatformEvent[]> {
    try {
      return await this.#store.read((repositories) => repositories.events.after(after, batchMax, jobId));
    } catch (error) {
      this.#logger.log('debug', 'Events could not be read.', { error: messageOf(error) });
      return [];
    }
  }
}

class EventStream {
  place: number;
  isEnded = false;
  readonly #response: HttpResponse;
  #mustDrain = false;
  #isWoken = false;
  #wake: (() => void) | null = null;
  #lastWriteAt = performance.now();

  constructor(response: HttpResponse, place: number) {
    this.#response = response;
    this.place = place;
  }

  send(event: PlatformEvent): void {
    this.place = event.sequence;
    this.#write(`id: ${event.sequence}\nevent: ${event.type}\ndata: ${JSON.stringify(eventBody(event))}\n\n`);
  }

  /** Resolves when the client has taken what was sent, or is gone. */
  async drained(): Promise<void> {
    if (!this.#mustDrain || this.isEnded) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#response.once('drain', resolve);
    });
    this.#wake = null;
    this.#mustDrain = false;
  }

  /** Resolves at a notification, after a while, or at the end; beats meanwhile. */
  async waitForMore(): Promise<void> {
    if (this.isEnded) return;
    if (!this.#isWoken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pollMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#wake = null;
    this.#isWoken = false;
    if (performance.now() - this.#lastWriteAt >= heartbeatMs) this.#write(': still here\n\n');
  }

  wake(): void {
    this.#isWoken = true;
    this.#wake?.();
  }

  end(): void {
    this.isEnded = true;
    this.#wake?.();
  }

  #write(text: string): void {
    if (this.isEnded) return;
    this.#lastWriteAt = performance.now();
    this.#mustDrain = !this.#response.write(text);
  }
}

function parsePlace(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const message = 'Must be the number of an event.';
  throw new HttpError('PARAMETER_INVALID', `Last-Event-ID: ${message}`, [
    { pointer: '#header/Last-Event-ID', code: 'INVALID_VALUE', message },
  ]);
}
