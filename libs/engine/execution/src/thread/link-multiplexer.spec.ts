import { describe, expect, it } from 'vitest';
import { openBatch, readBatch, sealBatch } from '../exchange/batch-buffer.ts';
import { BatchLayout } from '../exchange/batch-layout.ts';
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

  it.each([0, 1, 2, 1_000])('leaves a batch on channel %i as it was sealed, its key hashes too', (channel) => {
    const [left, right] = linkedPair();
    const layout = new BatchLayout({
      schema: [{ name: 'n', type: 'INT', nullable: true }],
      carriesHashes: true,
      rows: 4,
    });
    const sender = left.sender(channel, { bufferBytes: layout.bytes, credits: 2 });
    const receiver = right.receiver(channel);
    const open = openBatch(layout, sender.take());
    open.batch.keyHashes?.set([7, -8]);
    open.batch.rowCount = 2;
    sealBatch(layout, open, [false]);
    sender.sendBuffer(open.buffer);
    right.drain(1);
    const received = receiver.poll();
    if (received?.kind !== 'buffer') throw new Error('A buffer was sent.');
    const batch = readBatch(layout, received.buffer);
    expect([batch.rowCount, [...(batch.keyHashes ?? [])], batch.columns[0]?.nulls]).toEqual([2, [7, -8], null]);
  });

  it('takes no more than it is told to at a time', () => {
    const [left, right] = linkedPair();
    const sender = left.sender(0, size);
    right.receiver(0);
    for (let n = 0; n < 5; n += 1) sender.sendControl({ kind: 'watermark', timestamp: n });
    expect([right.drain(2), right.drain(2), right.drain(2), right.drain(2)]).toEqual([2, 2, 1, 0]);
  });
});
