import { describe, expect, it } from 'vitest';
import { SeededIds, SeededRandom } from './seeded-random.ts';
import { VirtualTime } from './virtual-time.ts';

describe('SeededRandom', () => {
  it('draws the same numbers for the same seed and others for another seed or stream', () => {
    const draw = (seed: number, stream: number): number[] => {
      const random = new SeededRandom(seed, stream);
      return Array.from({ length: 20 }, () => random.next());
    };
    expect(draw(1, 0)).toEqual(draw(1, 0));
    expect(draw(2, 0)).not.toEqual(draw(1, 0));
    expect(draw(1, 1)).not.toEqual(draw(1, 0));
  });

  it('reaches both ends of a range and nothing outside', () => {
    const random = new SeededRandom(7);
    const seen = new Set(Array.from({ length: 500 }, () => random.int(3, 6)));
    expect([...seen].sort()).toEqual([3, 4, 5, 6]);
  });

  it('makes UUIDs that look like UUIDs', () => {
    expect(new SeededIds(new SeededRandom(3)).uuid()).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});

describe('VirtualTime', () => {
  it('runs events in the order of their times, whatever the order of scheduling', () => {
    const time = new VirtualTime(new SeededRandom(1));
    const random = new SeededRandom(2);
    const seen: number[] = [];
    for (let index = 0; index < 200; index += 1) time.schedule(random.int(0, 1000), () => seen.push(time.monotonic()));
    while (time.step(Infinity));
    expect(seen).toHaveLength(200);
    expect(seen).toEqual([...seen].sort((left, right) => left - right));
  });

  it('lets the seed order events of one moment', () => {
    const order = (seed: number): string => {
      const time = new VirtualTime(new SeededRandom(seed));
      let seen = '';
      for (const name of 'abcdef') time.schedule(5, () => (seen += name));
      while (time.step(Infinity));
      return seen;
    };
    expect(order(4)).toBe(order(4));
    expect(new Set([1, 2, 3, 4, 5].map(order)).size).toBeGreaterThan(1);
  });

  it('does not run a cancelled event, nor one after the limit', () => {
    const time = new VirtualTime(new SeededRandom(1));
    const seen: string[] = [];
    time.schedule(1, () => seen.push('cancelled'))();
    time.schedule(10, () => seen.push('late'));
    expect(time.step(9)).toBe(false);
    expect(seen).toEqual([]);
  });

  it('jumps the wall clock without touching the monotonic one', () => {
    const time = new VirtualTime(new SeededRandom(1));
    const before = time.now();
    time.jumpWallClock(-3_600_000);
    expect(time.now()).toBe(before - 3_600_000);
    expect(time.monotonic()).toBe(0);
  });
});
