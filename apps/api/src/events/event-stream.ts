import type { PlatformEvent } from '@weir/persistence';
import type { HttpResponse } from '../http/http-messages.ts';
import { eventBody } from '../respond/platform.response.ts';

/** A comment this often keeps proxies from closing an idle stream. */
const heartbeatMs = 15_000;
/** Notifications may be lost, so every stream also looks by itself. */
const pollMs = 2_000;
/** A client that takes nothing for so long is let go; it may come back with the last number it saw. */
export const stallMsMax = 30_000;

/** One client's place in the audit, and what keeps it from being sent more than it takes. */
export class EventStream {
  place: number;
  readonly #response: HttpResponse;
  #isEnded = false;
  #isStalled = false;
  #mustDrain = false;
  #isWoken = false;
  /** Ends the wait for something new. */
  #wake: () => void = () => undefined;
  /** Ends the wait for the client, which no news must cut short: it would be sent ever more. */
  #letGo: () => void = () => undefined;
  #lastWriteAt = performance.now();

  constructor(response: HttpResponse, place: number) {
    this.#response = response;
    this.place = place;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** The empty event gives the client its place, so that even one that has seen no event resumes where it began. */
  begin(): void {
    this.#write(`retry: 1000\nid: ${this.place}\nevent: ready\ndata: {"sequence":${this.place}}\n\n`);
  }

  send(event: PlatformEvent): void {
    this.place = event.sequence;
    this.#write(`id: ${event.sequence}\nevent: ${event.type}\ndata: ${JSON.stringify(eventBody(event))}\n\n`);
  }

  /** Resolves when the client has taken what was sent, or is gone, or has been silent for {@link stallMsMax}. */
  async drained(): Promise<void> {
    if (!this.#mustDrain || this.#isEnded) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.#isStalled = true;
        this.end();
      }, stallMsMax);
      this.#letGo = () => {
        clearTimeout(timer);
        this.#response.off('drain', this.#letGo);
        resolve();
      };
      this.#response.once('drain', this.#letGo);
    });
    this.#mustDrain = false;
  }

  /** Resolves at a notification, after a while, or at the end; beats meanwhile. */
  async waitForMore(): Promise<void> {
    if (this.#isEnded) return;
    if (!this.#isWoken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pollMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#isWoken = false;
    if (performance.now() - this.#lastWriteAt >= heartbeatMs) this.#write(': still here\n\n');
  }

  wake(): void {
    this.#isWoken = true;
    this.#wake();
  }

  /** Idempotent. */
  end(): void {
    this.#isEnded = true;
    this.#wake();
    this.#letGo();
  }

  /** Gives the connection up. What a stalled client has not taken by now is not waited for. */
  close(): void {
    if (this.#isStalled) this.#response.destroy();
    else this.#response.end();
  }

  #write(text: string): void {
    if (this.#isEnded) return;
    this.#lastWriteAt = performance.now();
    this.#mustDrain = !this.#response.write(text);
  }
}
