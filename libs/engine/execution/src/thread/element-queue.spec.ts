import type { ReceivedElement } from '@weir/engine-core';
import { array, assert as assertProperty, boolean, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ElementQueue } from './element-queue.ts';

describe('ElementQueue', () => {
  it('behaves as an array that is pushed and shifted, however it grows', () => {
    assertProperty(
      property(array(boolean(), { maxLength: 200 }), (pushes) => {
        const queue = new ElementQueue<ReceivedElement>();
        const model: ReceivedElement[] = [];
        pushes.forEach((isPush, timestamp) => {
          const element: ReceivedElement = { kind: 'watermark', timestamp };
          if (isPush) {
            queue.push(element);
            model.push(element);
          } else expect(queue.shift()).toEqual(model.shift());
          expect(queue.size).toBe(model.length);
        });
      }),
    );
  });

  it('keeps the order over a wrapped ring', () => {
    const queue = new ElementQueue<ReceivedElement>();
    const seen: unknown[] = [];
    for (let n = 0; n < 100; n += 1) {
      queue.push({ kind: 'watermark', timestamp: n });
      if (n % 3 === 0) seen.push(queue.shift());
    }
    for (let element = queue.shift(); element !== undefined; element = queue.shift()) seen.push(element);
    expect(seen).toEqual(Array.from({ length: 100 }, (_, timestamp) => ({ kind: 'watermark', timestamp })));
  });
});
