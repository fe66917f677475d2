import type { QueryClient } from '@tanstack/react-query';
import { staleKeys, type LiveEvent } from '#data/live-event.ts';

const pauseMs = 1_000;

/**
 * Makes queries stale when events touch them: at most once per pause, however fast a job checkpoints. A fetch that is under way is left
 * to its end, or a job that checkpoints all the time would never show an older page; what came meanwhile is asked for after it.
 */
export class InvalidationThrottle {
  readonly #queryClient: QueryClient;
  readonly #pending = new Map<string, readonly string[]>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(queryClient: QueryClient) {
    this.#queryClient = queryClient;
  }

  readonly take = (event: LiveEvent): void => {
    for (const key of staleKeys(event)) this.#pending.set(key.join('/'), key);
    this.#arm();
  };

  readonly everything = (): void => {
    void this.#queryClient.invalidateQueries();
  };

  #arm(): void {
    this.#timer ??= setTimeout(() => this.#flush(), pauseMs);
  }

  #flush(): void {
    this.#timer = undefined;
    const keys = [...this.#pending];
    this.#pending.clear();
    for (const [name, queryKey] of keys) {
      if (this.#queryClient.isFetching({ queryKey }) > 0) this.#pending.set(name, queryKey);
      void this.#queryClient.invalidateQueries({ queryKey }, { cancelRefetch: false });
    }
    if (this.#pending.size > 0) this.#arm();
  }
}
