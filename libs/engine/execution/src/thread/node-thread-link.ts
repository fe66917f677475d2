import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import { ElementQueue } from './element-queue.ts';
import type { LinkMessage, ThreadLink } from './thread-link.ts';

/**
 * A link over a MessagePort. A busy thread takes what has arrived without going through the event loop; the listener is there
 * for the sleeping one. Both take from the same port in order, so what the listener was given comes first.
 */
export class NodeThreadLink implements ThreadLink {
  readonly #port: MessagePort;
  readonly #delivered = new ElementQueue<LinkMessage>();

  constructor(port: MessagePort) {
    this.#port = port;
  }

  onArrival(wake: () => void): void {
    this.#port.on('message', (message: LinkMessage) => {
      this.#delivered.push(message);
      // What came with it is taken right now: an event of its own would cost ten times as much.
      for (let next = this.#receiveNow(); next !== undefined; next = this.#receiveNow()) this.#delivered.push(next);
      wake();
    });
  }

  post(message: LinkMessage): void {
    if (message instanceof ArrayBuffer) this.#port.postMessage(message, [message]);
    else this.#port.postMessage(message);
  }

  receive(): LinkMessage | undefined {
    return this.#delivered.shift() ?? this.#receiveNow();
  }

  close(): void {
    this.#port.close();
  }

  #receiveNow(): LinkMessage | undefined {
    const received = receiveMessageOnPort(this.#port) as { readonly message: LinkMessage } | undefined;
    return received?.message;
  }
}
