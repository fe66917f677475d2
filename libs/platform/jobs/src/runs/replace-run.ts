import { isEndState, type Job, type NewEvent, type Repositories } from '@weir/persistence';
import { beginOperation, beginRun, type RunOptions } from './begin-run.ts';
import type { Change } from '../requests/change-job.ts';
import { endRun } from './end-run.ts';
import type { JobsContext } from '../jobs-context.ts';

export interface Replacement {
  readonly kind: 'RESTART' | 'RESTORE';
  /** Locked by the caller. */
  readonly job: Job;
  readonly options: RunOptions;
}

/**
 * Puts a new run in the place of the current one. When a host holds the current one, the operation is addressed to that host, and
 * the new run waits in the database until the old one has ended.
 */
export async function replaceRun(
  context: JobsContext,
  repositories: Repositories,
  { kind, job, options }: Replacement,
): Promise<Change> {
  const previous = job.currentRunId === null ? null : await repositories.runs.find(job.currentRunId);
  const begun = await beginRun(context, repositories, job, options);
  const events: NewEvent[] = [...begun.events];
  let targetRunId = null;
  if (previous !== null && !isEndState(previous.state)) {
    if (previous.ownerId !== null) targetRunId = previous.id;
    else {
      const replaced = { ...job, currentRunId: begun.run.id };
      events.push(
        ...(await endRun(repositories, {
          job: replaced,
          run: previous,
          state: 'CANCELED',
          failure: null,
          now: context.clock.now(),
        })),
      );
    }
  }
  const { operation, event } = await beginOperation(context, repositories, {
    kind,
    job,
    runId: begun.run.id,
    targetRunId,
  });
  return { operation, events: [...events, event] };
}
