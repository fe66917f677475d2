import { describe, expect, it } from 'vitest';
import { VirtualWorld } from '../testing/virtual-world.ts';
import { EndRequest, type EndWish } from './end-request.ts';

const never = new Promise<never>(() => undefined);

describe('EndRequest', () => {
  it.each<[readonly EndWish[], EndWish]>([
    [['CANCEL'], 'CANCEL'],
    [['SUSPEND'], 'SUSPEND'],
    [['SUSPEND', 'CANCEL'], 'CANCEL'],
    [['CANCEL', 'SUSPEND'], 'CANCEL'],
  ])('after %j is %s', (wishes, expected) => {
    const request = new EndRequest(new VirtualWorld().timers);
    expect(request.wish).toBeNull();
    for (const wish of wishes) request.express(wish);
    expect(request.wish).toBe(expected);
    expect(request.signal.aborted).toBe(true);
  });

  it('waits for a promise until it is expressed', async () => {
    const request = new EndRequest(new VirtualWorld().timers);
    expect(await request.orInterrupted(Promise.resolve(7))).toBe(7);
    await expect(request.orInterrupted(Promise.reject(new Error('away')))).rejects.toThrow('away');
    const interrupted = request.orInterrupted(never);
    request.express('CANCEL');
    await expect(interrupted).rejects.toThrow('asked to end');
    await expect(request.orInterrupted(Promise.reject(new Error('away')))).rejects.toThrow('asked to end');
  });

  it('pauses for its time, or until it is expressed, and leaves no timer', async () => {
    const world = new VirtualWorld();
    const request = new EndRequest(world.timers);
    let ended = 0;
    void request.pause(500).then(() => (ended += 1));
    await world.runUntil(() => ended === 1);
    expect(world.clock.monotonic()).toBeGreaterThanOrEqual(500);
    const pause = request.pause(3_600_000);
    request.express('SUSPEND');
    await pause;
    await expect(world.runUntil(() => false)).rejects.toThrow('come to rest');
    expect(world.clock.monotonic()).toBeLessThan(1_000);
  });
});
