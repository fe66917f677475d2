import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { staleKeys, type LiveEvent } from '#data/live-event.ts';

const pauseMs = 1_000;

/**
 * Makes queries stale when events touch them: at most once per pause, however fast a job checkpoints. A fetch that is under way is left
 * to its end, or a job that checkpoints all the time would never show an older page; it, and no other, is asked for once more after it.
 */
export class InvalidationThrottle {
  readonly #queryClient: QueryClient;
  /** By name: every query below a key that events touched, or the one query that was under way. */
  readonly #pending = new Map<string, { readonly queryKey: QueryKey; readonly exact: boolean }>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(queryClient: QueryClient) {
    this.#queryClient = queryClient;
  }

  readonly take = (event: LiveEvent): void => {
    for (const key of staleKeys(event)) this.#pending.set(key.join('/'), { queryKey: key, exact: false });
    this.#arm();
  };

  readonly everything = (): void => {
    void this.#queryClient.invalidateQueries({}, { cancelRefetch: false });
  };

  #arm(): void {
    this.#timer ??= setTimeout(() => this.#flush(), pauseMs);
  }

  #flush(): void {
    this.#timer = undefined;
    const touched = [...this.#pending.values()];
    this.#pending.clear();
    // Before any is asked anew: what is under way then follows from this.
    for (const filter of touched) {
      for (const { queryHash, queryKey } of this.#queryClient
        .getQueryCache()
        .findAll({ ...filter, fetchStatus: 'fetching' }))
        this.#pending.set(queryHash, { queryKey, exact: true });
    }
    for (const filter of touched) void this.#queryClient.invalidateQueries(filter, { cancelRefetch: false });
    if (this.#pending.size > 0) this.#arm();
  }
}
