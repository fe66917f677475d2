import { AbstractSourceReader, type OperatorContext, type PollResult, type RecordBatch } from '@weir/engine-core';
import type { SocketTextOperator } from '@weir/job-spec';
import { messageOf } from '@weir/kernel';
import type { Connect, Connection, ConnectionEvents } from './connect.ts';
import { LineSplitter } from './line-splitter.ts';
import { SocketTextError } from './socket-text-error.ts';

const retryDelayMs = 500;
/** Bytes received and not yet emitted at which the connection is paused, and at which it goes on. */
const pauseBytes = 1_048_576;
const resumeBytes = 262_144;

const progressed: PollResult = { kind: 'progressed' };
const done: PollResult = { kind: 'done' };

type Phase =
  /** Connected or connecting. */
  | { readonly kind: 'connected' }
  /** The connection is over; `error` null: in order. What it brought may still wait to be emitted. */
  | { readonly kind: 'over'; readonly error: Error | null }
  | { readonly kind: 'waiting'; readonly until: number }
  | { readonly kind: 'done' };

/**
 * Lines from a TCP server. Nothing of it can be read again, so it has no state: rows that came after the last checkpoint are gone with a failure.
 *
 * A connection that could not be made, broke or ended is made again, half a second later, `maxRetries` times in a row (data that comes
 * sets the count back). After that the stream is at its end if the last connection that there was ended in order; anything else is an error.
 */
export class SocketTextReader extends AbstractSourceReader {
  readonly #operator: SocketTextOperator;
  readonly #context: OperatorContext;
  readonly #connect: Connect;
  readonly #lines: LineSplitter;
  readonly #batch: RecordBatch;
  #phase: Phase = { kind: 'done' };
  #connection: Connection | null = null;
  #chunks: Uint8Array[] = [];
  /** How much of the first chunk has been taken. */
  #taken = 0;
  #waitingBytes = 0;
  #isPaused = false;
  #retries = 0;
  #isConnected = false;
  /** The last connection that there was ended in order. */
  #hasEndedInOrder = false;

  constructor(operator: SocketTextOperator, context: OperatorContext, connect: Connect) {
    super();
    this.#operator = operator;
    this.#context = context;
    this.#connect = connect;
    this.#lines = new LineSplitter(operator.delimiter);
    this.#batch = { schema: operator.columns, rowCount: 0, columns: [this.#lines.column], keyHashes: null };
  }

  override open(): Promise<void> {
    // The validation keeps the operator at one subtask; any other would read a copy of the stream.
    if (this.#context.subtask === 0) this.#begin();
    return Promise.resolve();
  }

  poll(): PollResult {
    this.#takeChunks();
    if (this.#lines.rowCount > 0) return this.#emit();
    switch (this.#phase.kind) {
      case 'connected':
        return { kind: 'idle', wakeAt: null };
      case 'over':
        return this.#conclude(this.#phase.error);
      case 'waiting':
        if (this.#context.clock.monotonic() < this.#phase.until) return { kind: 'idle', wakeAt: this.#phase.until };
        this.#begin();
        return { kind: 'idle', wakeAt: null };
      case 'done':
        return done;
    }
  }

  override close(): Promise<void> {
    this.#connection?.destroy();
    this.#connection = null;
    this.#phase = { kind: 'done' };
    this.#chunks = [];
    return Promise.resolve();
  }

  #begin(): void {
    this.#phase = { kind: 'connected' };
    this.#isPaused = false;
    this.#isConnected = false;
    const { host, port } = this.#operator;
    this.#connection = this.#connect({ host, port }, this.#events());
  }

  #events(): ConnectionEvents {
    const over = (error: Error | null): void => {
      this.#connection?.destroy();
      this.#connection = null;
      this.#phase = { kind: 'over', error };
      this.#context.wake();
    };
    const { host, port } = this.#operator;
    return {
      onConnected: () => {
        this.#isConnected = true;
        this.#context.logger.log('info', 'socket-text is connected.', { host, port });
      },
      onData: (bytes) => {
        this.#retries = 0;
        this.#chunks.push(bytes);
        this.#waitingBytes += bytes.length;
        if (!this.#isPaused && this.#waitingBytes >= pauseBytes) {
          this.#isPaused = true;
          this.#connection?.pause();
        }
        this.#context.wake();
      },
      onEnd: () => over(null),
      onError: over,
    };
  }

  #takeChunks(): void {
    while (!this.#lines.isFull) {
      const [chunk] = this.#chunks;
      if (chunk === undefined) break;
      const from = this.#taken;
      this.#taken = this.#lines.take(chunk, from);
      this.#waitingBytes -= this.#taken - from;
      if (this.#taken === chunk.length) {
        this.#chunks.shift();
        this.#taken = 0;
      }
    }
    if (this.#isPaused && this.#waitingBytes <= resumeBytes) {
      this.#isPaused = false;
      this.#connection?.resume();
    }
  }

  #emit(): PollResult {
    this.#lines.repair();
    this.#batch.rowCount = this.#lines.rowCount;
    this.#batch.keyHashes = null;
    this.#context.output.emit(this.#batch);
    this.#lines.reset();
    return progressed;
  }

  /** Everything that came has been emitted, but an unfinished line. */
  #conclude(error: Error | null): PollResult {
    // Another try meets the same answer.
    if (error instanceof SocketTextError && !error.retryable) throw error;
    if (error === null) this.#lines.endLine();
    else this.#dropLine(error);
    if (error === null || this.#isConnected) this.#hasEndedInOrder = error === null;
    const { host, port, maxRetries } = this.#operator;
    const { clock, logger } = this.#context;
    if (maxRetries === -1 || this.#retries < maxRetries) {
      this.#retries += 1;
      this.#phase = { kind: 'waiting', until: clock.monotonic() + retryDelayMs };
      const why = error === null ? 'the server ended the connection' : messageOf(error);
      logger.log('warn', 'socket-text connects again.', { host, port, why, retry: this.#retries, maxRetries });
    } else if (error === null || this.#hasEndedInOrder) {
      this.#phase = { kind: 'done' };
    } else {
      const tries = maxRetries === 0 ? 'at the only try' : `after ${maxRetries + 1} tries`;
      throw new SocketTextError(
        'CONNECTION_LOST',
        `No connection to ${host}:${port} ${tries} (${messageOf(error)}). Start the server, or raise maxRetries.`,
        { cause: error },
      );
    }
    return this.#lines.rowCount > 0 ? this.#emit() : this.#idleOrDone();
  }

  #idleOrDone(): PollResult {
    return this.#phase.kind === 'waiting' ? { kind: 'idle', wakeAt: this.#phase.until } : done;
  }

  #dropLine(error: Error): void {
    const bytes = this.#lines.dropLine();
    if (bytes === 0) return;
    this.#context.logger.log('warn', 'socket-text dropped a line that was cut off.', { bytes, why: messageOf(error) });
  }
}
