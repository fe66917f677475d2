import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import type { LinkMessage, ThreadLink } from './thread-link.ts';

/**
 * A link over a MessagePort. A busy thread takes what has arrived without going through the event loop; the listener is there
 * for the sleeping one. Both take from the same port in order, so what the listener was given comes first.
 */
export class NodeThreadLink implements ThreadLink {
  readonly #port: MessagePort;
  readonly #delivered: LinkMessage[] = [];

  constructor(port: MessagePort) {
    this.#port = port;
  }

  onArrival(wake: () => void): void {
    this.#port.on('message', (message: LinkMessage) => {
      this.#delivered.push(message);
      wake();
    });
  }

  post(message: LinkMessage): void {
    if (message instanceof ArrayBuffer) this.#port.postMessage(message, [message]);
    else this.#port.postMessage(message);
  }

  receive(): LinkMessage | undefined {
    const delivered = this.#delivered.shift();
    if (delivered !== undefined) return delivered;
    const received = receiveMessageOnPort(this.#port) as { readonly message: LinkMessage } | undefined;
    return received?.message;
  }

  close(): void {
    this.#port.close();
  }
}
