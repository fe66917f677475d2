// Batches between the threads of a hand-written job: a batch is one buffer, transferred; the buffer that comes back is the credit.
import { receiveMessageOnPort } from 'node:worker_threads';

const creditsPerPeer = 16;

export class Exchange {
  #peers;
  #free = [];
  #ended = 0;

  /** `ports[t]` leads to thread t and back; there is none to the thread itself. */
  constructor(ports, batchBytes) {
    this.#peers = ports;
    for (const port of ports) {
      if (port === undefined) continue;
      for (let credit = 0; credit < creditsPerPeer; credit += 1) this.#free.push(new ArrayBuffer(batchBytes));
    }
  }

  /** A free buffer, or undefined when all are out. */
  take() {
    return this.#free.pop();
  }

  send(thread, buffer) {
    this.#peers[thread].postMessage({ buffer, isCredit: false }, [buffer]);
  }

  /** Tells all peers that nothing follows. */
  end() {
    for (const port of this.#peers) port?.postMessage(null);
  }

  get isDone() {
    return this.#ended === this.#peers.filter((port) => port !== undefined).length;
  }

  /** Hands on what has come; returns whether anything had. */
  poll(onBatch) {
    let hasMoved = false;
    for (const port of this.#peers) {
      if (port === undefined) continue;
      for (let received = receiveMessageOnPort(port); received !== undefined; received = receiveMessageOnPort(port)) {
        hasMoved = true;
        const { message } = received;
        if (message === null) this.#ended += 1;
        else if (message.isCredit) this.#free.push(message.buffer);
        else {
          onBatch(message.buffer);
          port.postMessage({ buffer: message.buffer, isCredit: true }, [message.buffer]);
        }
      }
    }
    return hasMoved;
  }
}
