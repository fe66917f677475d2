import type { QueryClient } from '@tanstack/react-query';
import { staleKeys, type LiveEvent } from '#data/live-event.ts';

const pauseMs = 600;

/** Makes queries stale when events touch them: at most once per pause, however fast a job checkpoints. */
export class InvalidationThrottle {
  readonly #queryClient: QueryClient;
  readonly #pending = new Map<string, readonly string[]>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(queryClient: QueryClient) {
    this.#queryClient = queryClient;
  }

  readonly take = (event: LiveEvent): void => {
    for (const key of staleKeys(event)) this.#pending.set(key.join('/'), key);
    this.#timer ??= setTimeout(() => this.#flush(), pauseMs);
  };

  readonly everything = (): void => {
    void this.#queryClient.invalidateQueries();
  };

  #flush(): void {
    this.#timer = undefined;
    const keys = [...this.#pending.values()];
    this.#pending.clear();
    for (const queryKey of keys) void this.#queryClient.invalidateQueries({ queryKey });
  }
}
