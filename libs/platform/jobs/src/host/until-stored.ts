import { StoreError } from '@weir/persistence';
import { pause } from './pause.ts';

const retryMs = 500;

export interface StoringOptions {
  /** Tries at most; by default it goes on for as long as Postgres is away. */
  readonly triesMax?: number;
  /** Asked before each further try: whether the work is still worth it. */
  readonly isWanted?: () => boolean;
}

/**
 * Does the work again for as long as Postgres is away. Rejects with what else went wrong, or with the `StoreError` itself where no
 * further try is to be made.
 */
export async function untilStored<T>(
  work: () => Promise<T>,
  { triesMax = Infinity, isWanted = () => true }: StoringOptions = {},
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoreError) || tries >= triesMax) throw error;
      await pause(retryMs);
      if (!isWanted()) throw error;
    }
  }
}
