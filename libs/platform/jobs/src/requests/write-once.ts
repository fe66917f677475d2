import type { Repositories } from '@weir/persistence';
import type { JobsContext } from '../jobs-context.ts';
import { JobsError } from '../jobs-error.ts';

/** How a repeated request is recognised: the caller's key and a digest of what it asks for. */
export interface Idempotency {
  readonly key: string;
  readonly digest: string;
}

export interface Written<T> {
  readonly value: T;
  /** The value is what the first request with this key was answered; nothing was done now. */
  readonly isReplay: boolean;
}

/**
 * One transaction that acts once for each idempotency key: the key is stored with the answer in the very transaction that acts, so
 * there is no moment in which one exists without the other. The answer must be plain JSON. A request that failed may be repeated.
 */
export async function writeOnce<T>(
  { store, clock }: Pick<JobsContext, 'store' | 'clock'>,
  idempotency: Idempotency | null,
  work: (repositories: Repositories) => Promise<T>,
): Promise<Written<T>> {
  return store.write(async (repositories) => {
    if (idempotency === null) return { value: await work(repositories), isReplay: false };
    await repositories.idempotency.lock(idempotency.key);
    const stored = await repositories.idempotency.find(idempotency.key);
    if (stored === null) {
      const value = await work(repositories);
      await repositories.idempotency.save(
        idempotency.key,
        { digest: idempotency.digest, response: value },
        clock.now(),
      );
      return { value, isReplay: false };
    }
    if (stored.digest !== idempotency.digest) {
      throw new JobsError(
        'IDEMPOTENCY_KEY_REUSED',
        'This Idempotency-Key came with another request before. Use a new key for a new request.',
      );
    }
    return { value: stored.response as T, isReplay: true };
  });
}
