import { messageOf, type JobId } from '@weir/kernel';
import type { Removal } from '@weir/persistence';
import type { JobsContext } from '../jobs-context.ts';

const atOnceMax = 100;
const firstDelayMs = 60_000;
const delayMaxMs = 3_600_000;

/**
 * Removes files of deleted jobs that are on record as still there, and forgets them when they are gone. What cannot be removed is tried
 * again, ever more seldom. Any number of processes may do so at once.
 */
export async function carryOutRemovals(context: JobsContext, jobId: JobId | null = null): Promise<void> {
  const { store, clock, logger } = context;
  for (const removal of await store.read(({ removals }) => removals.due(clock.now(), atOnceMax, jobId))) {
    try {
      await carryOut(context, removal);
      await store.write(({ removals }) => removals.forget(removal));
    } catch (error) {
      const delayMs = Math.min(delayMaxMs, firstDelayMs * 2 ** Math.min(removal.tries, 10));
      await store.write(({ removals }) => removals.putOff(removal, clock.now() + delayMs, messageOf(error)));
      logger.log('warn', 'The files of a deleted job could not be removed. They are tried again.', {
        ...removal,
        delayMs,
        error: messageOf(error),
      });
    }
  }
}

async function carryOut({ target }: JobsContext, { kind, jobId, path }: Removal): Promise<void> {
  if (kind === 'SNAPSHOT') return target.deleteSnapshot(path);
  return target.deleteJob(jobId, path === '' ? null : path);
}
