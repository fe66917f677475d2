import type { ReceivedElement } from '@weir/engine-core';
import { describe, expect, it } from 'vitest';
import { ElementQueue } from '../thread/element-queue.ts';
import { InputGate } from './input-gate.ts';

function gateOf(count: number): {
  readonly gate: InputGate;
  readonly queues: readonly ElementQueue<ReceivedElement>[];
  readonly blocked: Set<number>;
} {
  const blocked = new Set<number>();
  const queues = Array.from({ length: count }, () => new ElementQueue<ReceivedElement>());
  const channels = queues.map((queue, index) => ({
    receiver: { poll: () => queue.shift(), release: () => undefined },
    input: 0,
    fromUid: 'from',
    fromSubtask: index,
  }));
  return { gate: new InputGate(channels, { isBlocked: (channel) => blocked.has(channel) }), queues, blocked };
}

const mark = (timestamp: number): ReceivedElement => ({ kind: 'watermark', timestamp });

describe('InputGate', () => {
  it('takes from its channels in turn, so that none starves', () => {
    const { gate, queues } = gateOf(3);
    queues.forEach((queue, channel) => [0, 1].forEach((n) => queue.push(mark(channel * 10 + n))));
    const seen: unknown[] = [];
    for (let element = gate.poll(); element !== undefined; element = gate.poll()) {
      seen.push([gate.polledChannel, element.kind === 'watermark' ? element.timestamp : element.kind]);
    }
    expect(seen).toEqual([
      [0, 0],
      [1, 10],
      [2, 20],
      [0, 1],
      [1, 11],
      [2, 21],
    ]);
  });

  it('leaves a blocked channel alone until it is free again', () => {
    const { gate, queues, blocked } = gateOf(2);
    blocked.add(0);
    queues[0]?.push(mark(1));
    expect(gate.poll()).toBeUndefined();
    expect(queues[0]?.size).toBe(1);
    blocked.clear();
    expect(gate.poll()).toEqual(mark(1));
  });

  it('counts the channels whose end has not come', () => {
    const { gate, queues } = gateOf(2);
    queues[1]?.push({ kind: 'end-of-input' });
    expect(gate.openChannels).toBe(2);
    expect(gate.poll()).toEqual({ kind: 'end-of-input' });
    expect(gate.openChannels).toBe(1);
    expect(gate.poll()).toBeUndefined();
  });
});
