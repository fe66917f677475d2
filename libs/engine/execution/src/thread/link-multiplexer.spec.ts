import { describe, expect, it } from 'vitest';
import { LinkMultiplexer } from './link-multiplexer.ts';
import type { LinkMessage, ThreadLink } from './thread-link.ts';

/** Two ends whose messages wait until they are received; a posted buffer is detached, as between threads. */
function linkedPair(): readonly [LinkMultiplexer, LinkMultiplexer] {
  const inboxes: readonly [LinkMessage[], LinkMessage[]] = [[], []];
  const end = (own: LinkMessage[], other: LinkMessage[]): ThreadLink => ({
    post: (message) =>
      void other.push(message instanceof ArrayBuffer ? structuredClone(message, { transfer: [message] }) : message),
    receive: () => own.shift(),
    onArrival: () => undefined,
    close: () => undefined,
  });
  return [new LinkMultiplexer(end(inboxes[0], inboxes[1])), new LinkMultiplexer(end(inboxes[1], inboxes[0]))];
}

const size = { bufferBytes: 64, credits: 2 };

describe('LinkMultiplexer', () => {
  it('keeps channels apart and the order within each, buffers and control elements alike', () => {
    const [left, right] = linkedPair();
    const senders = [left.sender(0, size), left.sender(7, size)];
    const receivers = [right.receiver(0), right.receiver(7)];
    for (const sender of senders) {
      const buffer = sender.take() ?? expect.fail('no credit');
      new Uint8Array(buffer)[40] = senders.indexOf(sender) + 1;
      sender.sendBuffer(buffer);
      sender.sendControl({ kind: 'end-of-data', mode: 'DRAIN' });
    }
    expect(right.drain(100)).toBe(4);
    receivers.forEach((receiver, index) => {
      const first = receiver.poll();
      expect(first?.kind === 'buffer' ? new Uint8Array(first.buffer)[40] : first).toBe(index + 1);
      expect(receiver.poll()).toEqual({ kind: 'end-of-data', mode: 'DRAIN' });
      expect(receiver.poll()).toBeUndefined();
    });
  });

  it('is not writable when all credits are out, and is again when one buffer has come back', () => {
    const [left, right] = linkedPair();
    const sender = left.sender(3, size);
    const receiver = right.receiver(3);
    for (let sent = 0; sent < size.credits; sent += 1) sender.sendBuffer(sender.take() ?? expect.fail('no credit'));
    expect(sender.isWritable).toBe(false);
    right.drain(100);
    const received = receiver.poll();
    if (received?.kind !== 'buffer') throw new Error('A buffer was sent.');
    receiver.release(received.buffer);
    expect(sender.isWritable).toBe(false);
    left.drain(100);
    expect(sender.isWritable).toBe(true);
  });

  it('takes no more than it is told to at a time', () => {
    const [left, right] = linkedPair();
    const sender = left.sender(0, size);
    right.receiver(0);
    for (let n = 0; n < 5; n += 1) sender.sendControl({ kind: 'watermark', timestamp: n });
    expect([right.drain(2), right.drain(2), right.drain(2), right.drain(2)]).toEqual([2, 2, 1, 0]);
  });
});
