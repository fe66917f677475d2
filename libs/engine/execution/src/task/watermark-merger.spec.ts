import { describe, expect, it } from 'vitest';
import { WatermarkMerger } from './watermark-merger.ts';

describe('WatermarkMerger', () => {
  it('follows the slowest channel and never goes back', () => {
    const merger = new WatermarkMerger(2);
    expect(merger.advance(0, 10)).toBeNull();
    expect(merger.advance(1, 4)).toBe(4);
    expect(merger.advance(1, 3)).toBeNull();
    expect(merger.advance(1, 12)).toBe(10);
  });

  it('is not held back by a channel that has ended, and says nothing when all have', () => {
    const merger = new WatermarkMerger(2);
    expect(merger.advance(0, 10)).toBeNull();
    expect(merger.advance(1, Infinity)).toBe(10);
    expect(merger.advance(0, Infinity)).toBeNull();
  });
});
