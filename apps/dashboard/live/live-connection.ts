import { parseLiveEvent, type LiveEvent } from '#data/live-event.ts';

/** `live`: events arrive. `lost`: the stream is down since `since` (epoch ms) and pages poll instead. `idle`: nobody has asked for it yet. */
export type LiveStatus =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'lost'; readonly since: number };

/** As much of an `EventSource` as is used here. */
export interface EventStream {
  readonly readyState: number;
  addEventListener(name: string, listener: (event: { readonly data?: unknown }) => void): void;
  close(): void;
}

const reconnectMs = 4_000;
/** `EventSource.CLOSED`: the browser does not try again by itself. */
const closedState = 2;

/**
 * The page's one event stream. The browser reconnects by itself after a broken connection and then sends Last-Event-ID;
 * after a refusal (a proxy's 503) it gives up, so this class opens a new one.
 */
export class LiveConnection {
  readonly #connect: () => EventStream;
  readonly #eventNames: readonly string[];
  readonly #onEvent: (event: LiveEvent) => void;
  readonly #onRecovered: () => void;
  readonly #listeners = new Set<() => void>();
  #source: EventStream | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #status: LiveStatus = { kind: 'idle' };

  constructor(options: {
    readonly connect: () => EventStream;
    readonly eventNames: readonly string[];
    readonly onEvent: (event: LiveEvent) => void;
    /** The stream is back after a loss: nobody knows what was missed. */
    readonly onRecovered: () => void;
  }) {
    this.#connect = options.connect;
    this.#eventNames = options.eventNames;
    this.#onEvent = options.onEvent;
    this.#onRecovered = options.onRecovered;
  }

  readonly status = (): LiveStatus => this.#status;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  open(): void {
    if (this.#source !== undefined) return;
    const source = this.#connect();
    this.#source = source;
    if (this.#status.kind === 'idle') this.#become({ kind: 'connecting' });
    source.addEventListener('open', () => this.#goLive());
    source.addEventListener('error', () => this.#lose(source));
    for (const name of ['message', ...this.#eventNames]) source.addEventListener(name, (event) => this.#take(event));
  }

  /** Idempotent. */
  close(): void {
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = undefined;
  }

  #goLive(): void {
    const wasLost = this.#status.kind === 'lost';
    this.#become({ kind: 'live' });
    if (wasLost) this.#onRecovered();
  }

  #take(event: { readonly data?: unknown }): void {
    const parsed = typeof event.data === 'string' ? parseLiveEvent(event.data) : undefined;
    if (parsed !== undefined) this.#onEvent(parsed);
  }

  #lose(source: EventStream): void {
    if (this.#status.kind !== 'lost') this.#become({ kind: 'lost', since: Date.now() });
    if (source.readyState !== closedState) return;
    this.close();
    this.#retry = setTimeout(() => this.open(), reconnectMs);
  }

  #become(status: LiveStatus): void {
    this.#status = status;
    for (const listener of this.#listeners) listener();
  }
}
