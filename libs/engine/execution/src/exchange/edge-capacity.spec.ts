import { describe, expect, it } from 'vitest';
import { edgeCapacity } from './edge-capacity.ts';

describe('the capacity of an edge', () => {
  it.each([
    [1, 1, 8192, 8],
    [2, 2, 8192, 8],
    [8, 8, 8192, 8],
    [128, 1, 8192, 8],
    [1, 128, 512, 8],
    [32, 32, 2048, 4],
    [64, 64, 1024, 2],
    [128, 128, 256, 2],
    [1000, 1000, 16, 2],
  ])('from %i senders to %i receivers is batches of %i rows and %i credits a channel', (...expected) => {
    const [senders, receivers, rows, credits] = expected;
    expect(edgeCapacity({ senders, receivers, creditsMax: 8 })).toEqual({ rows, credits });
  });

  it('never has more credits than are asked for', () => {
    expect(edgeCapacity({ senders: 128, receivers: 128, creditsMax: 1 })).toEqual({ rows: 512, credits: 1 });
  });
});
