import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { NodeThreadLink } from './node-thread-link.ts';
import type { LinkMessage } from './thread-link.ts';

function linkedPair(): { readonly left: NodeThreadLink; readonly right: NodeThreadLink; close(): void } {
  const { port1, port2 } = new MessageChannel();
  const left = new NodeThreadLink(port1);
  return { left, right: new NodeThreadLink(port2), close: () => left.close() };
}

const control = (channel: number): LinkMessage => ({ channel, element: { kind: 'watermark', timestamp: channel } });

function takeAll(link: NodeThreadLink): LinkMessage[] {
  const taken: LinkMessage[] = [];
  for (let next = link.receive(); next !== undefined; next = link.receive()) taken.push(next);
  return taken;
}

describe('NodeThreadLink', () => {
  it('hands over what has arrived without a turn of the event loop, in the order sent', () => {
    const { left, right, close } = linkedPair();
    for (const channel of [1, 2, 3]) left.post(control(channel));
    expect(takeAll(right)).toEqual([1, 2, 3].map(control));
    expect(right.receive()).toBeUndefined();
    close();
  });

  it('gives a buffer away, and its bytes arrive', () => {
    const { left, right, close } = linkedPair();
    const buffer = Uint8Array.of(1, 2, 3).buffer;
    left.post(buffer);
    expect(buffer.byteLength).toBe(0);
    expect([...new Uint8Array(right.receive() as ArrayBuffer)]).toEqual([1, 2, 3]);
    close();
  });

  it('wakes a sleeping thread, and what came by the event stands before what is taken after it', async () => {
    const { left, right, close } = linkedPair();
    let wakes = 0;
    const woken = new Promise<void>((resolve) =>
      right.onArrival(() => {
        wakes += 1;
        resolve();
      }),
    );
    for (const channel of [1, 2, 3]) left.post(control(channel));
    await woken;
    left.post(control(4));
    expect(takeAll(right)).toEqual([1, 2, 3, 4].map(control));
    expect(wakes).toBe(1);
    close();
  });
});
