import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InvalidationThrottle } from './invalidation-throttle.ts';

describe('InvalidationThrottle', () => {
  const client = new QueryClient();
  const isStale = (key: readonly unknown[]) => client.getQueryState(key)?.isInvalidated;

  beforeEach(() => {
    vi.useFakeTimers();
    client.clear();
    for (const key of [
      ['job', 'a', 'detail'],
      ['job', 'b', 'detail'],
      ['jobs', {}],
    ])
      client.setQueryData(key, 'data');
  });

  afterEach(() => vi.useRealTimers());

  it('makes what an event touches stale, and nothing else', () => {
    new InvalidationThrottle(client).take({ jobId: 'a' });
    vi.runAllTimers();
    expect([isStale(['job', 'a', 'detail']), isStale(['jobs', {}]), isStale(['job', 'b', 'detail'])]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('does so once for a burst of events', () => {
    const invalidate = vi.spyOn(client, 'invalidateQueries');
    const throttle = new InvalidationThrottle(client);
    for (let event = 0; event < 100; event += 1) throttle.take({ jobId: 'a' });
    vi.runAllTimers();
    expect(invalidate.mock.calls.filter(([filter]) => filter?.queryKey?.[0] === 'job')).toHaveLength(1);
  });

  it('leaves a fetch that is under way to its end, and asks again after it', async () => {
    const answers: (() => void)[] = [];
    const queryFn = () => new Promise<string>((resolve) => answers.push(() => resolve('data')));
    const observer = new QueryObserver(client, { queryKey: ['job', 'a', 'history'], queryFn });
    const stopObserving = observer.subscribe(() => undefined);
    const throttle = new InvalidationThrottle(client);
    throttle.take({ jobId: 'a' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(answers).toHaveLength(1);
    answers[0]?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(observer.getCurrentResult().data).toBe('data');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(answers).toHaveLength(2);
    answers[1]?.();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(answers).toHaveLength(2);
    stopObserving();
  });

  it('asks once more for the queries that were under way, and for no other: slow ones do not keep each other going', async () => {
    let fetches = 0;
    const queryFn = () => {
      fetches += 1;
      return new Promise<string>((resolve) => setTimeout(() => resolve('data'), 1_500));
    };
    const stops = ['history', 'summary'].map((name) =>
      new QueryObserver(client, { queryKey: ['job', 'a', name], queryFn }).subscribe(() => undefined),
    );
    await vi.advanceTimersByTimeAsync(100);
    new InvalidationThrottle(client).take({ jobId: 'a' });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(fetches).toBe(4);
    for (const stop of stops) stop();
  });

  it('makes everything stale after a gap', () => {
    new InvalidationThrottle(client).everything();
    expect(isStale(['job', 'b', 'detail'])).toBe(true);
  });
});
