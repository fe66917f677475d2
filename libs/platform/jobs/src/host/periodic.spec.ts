import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Periodic } from './periodic.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('Periodic', () => {
  it('runs at once, then after each interval, counted from the end of the last run', async () => {
    let runs = 0;
    const periodic = new Periodic(100, async () => {
      runs += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
    });
    periodic.start();
    expect(runs).toBe(1);
    await vi.advanceTimersByTimeAsync(149);
    expect(runs).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(runs).toBe(2);
    const stopped = periodic.stop();
    await vi.advanceTimersByTimeAsync(1_000);
    await stopped;
    expect(runs).toBe(2);
  });

  it('runs once more when poked during a run, however often', async () => {
    let runs = 0;
    const periodic = new Periodic(1_000, async () => {
      runs += 1;
      await new Promise((resolve) => setTimeout(resolve, 10));
    });
    periodic.start();
    for (let pokes = 0; pokes < 5; pokes += 1) periodic.poke();
    await vi.advanceTimersByTimeAsync(50);
    expect(runs).toBe(2);
    const stopped = periodic.stop();
    await vi.advanceTimersByTimeAsync(10);
    await stopped;
    periodic.poke();
    expect(runs).toBe(2);
  });
});
