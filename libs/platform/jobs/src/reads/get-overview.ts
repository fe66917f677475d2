import type { JobState, PendingRemovals, Worker } from '@weir/persistence';
import type { JobsContext } from '../jobs-context.ts';

export interface Overview {
  readonly jobsByState: Readonly<Partial<Record<JobState, number>>>;
  readonly checkpointsLastHour: { readonly completed: number; readonly failed: number };
  readonly savepoints: number;
  /** Files of deleted jobs that could not be removed yet. */
  readonly removals: PendingRemovals;
  readonly workers: { readonly online: number; readonly runs: number };
}

const hourMs = 3_600_000;

export async function getOverview({ store, clock }: JobsContext): Promise<Overview> {
  return store.readShared('overview', async ({ jobs, checkpoints, savepoints, workers, removals }) => {
    const online = (await workers.list()).filter((worker) => worker.isOnline);
    return {
      jobsByState: await jobs.countByState(),
      checkpointsLastHour: await checkpoints.countSince(clock.now() - hourMs),
      savepoints: await savepoints.count(),
      removals: await removals.pending(),
      workers: { online: online.length, runs: online.reduce((sum, worker) => sum + worker.runs, 0) },
    };
  });
}

export async function listWorkers({ store }: JobsContext): Promise<readonly Worker[]> {
  return store.read(({ workers }) => workers.list());
}
