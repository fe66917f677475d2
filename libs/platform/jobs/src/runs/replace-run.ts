import type { Job, Repositories } from '@weir/persistence';
import { beginOperation } from '../operations/operation.ts';
import { beginRun, type RunOptions } from './begin-run.ts';
import type { Change } from '../requests/change-job.ts';
import { cancelRuns } from './end-run.ts';
import type { JobsContext } from '../jobs-context.ts';

export interface Replacement {
  readonly kind: 'RESTART' | 'RESTORE';
  /** Locked by the caller. */
  readonly job: Job;
  readonly options: RunOptions;
}

/**
 * Puts a new run in the place of all that have not ended. Those that no host holds end now. Where a host holds one (the current run,
 * or one that the current was to replace), the operation is addressed to that host, and the new run waits in the database until it
 * has ended.
 */
export async function replaceRun(
  context: JobsContext,
  repositories: Repositories,
  { kind, job, options }: Replacement,
): Promise<Change> {
  const open = await repositories.runs.listOpen(job.id);
  const begun = await beginRun(context, repositories, job, options);
  const replaced = { ...job, currentRunId: begun.run.id };
  const free = open.filter(({ ownerId }) => ownerId === null);
  const ended = await cancelRuns(repositories, replaced, { runs: free, now: context.clock.now() });
  const { operation, event } = await beginOperation(context, repositories, {
    kind,
    job,
    runId: begun.run.id,
    targetRunId: open.find(({ ownerId }) => ownerId !== null)?.id ?? null,
  });
  return { operation, events: [...begun.events, ...ended, event] };
}
