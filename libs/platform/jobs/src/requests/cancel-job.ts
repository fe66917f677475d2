import type { JobId } from '@weir/kernel';
import type { Operation } from '@weir/persistence';
import { beginOperation } from '../runs/begin-run.ts';
import { changeJob } from './change-job.ts';
import { endRun } from '../runs/end-run.ts';
import type { JobsContext } from '../jobs-context.ts';
import type { Idempotency, Written } from './write-once.ts';

export interface CancelJobInput {
  readonly jobId: JobId;
  readonly idempotency: Idempotency | null;
}

/** Ends the run without a savepoint. A run that no host holds is CANCELED at once. */
export async function cancelJob(
  context: JobsContext,
  { jobId, idempotency }: CancelJobInput,
): Promise<Written<Operation>> {
  return changeJob(context, { jobId, request: 'cancel', idempotency }, async (repositories, job) => {
    const run = job.currentRunId === null ? null : await repositories.runs.find(job.currentRunId);
    const plan = { kind: 'CANCEL', job, runId: job.currentRunId, targetRunId: job.currentRunId } as const;
    const { operation, event } = await beginOperation(context, repositories, plan);
    await repositories.jobs.update(jobId, { desiredState: 'CANCELED' });
    if (run === null || run.ownerId !== null) return { operation, events: [event] };
    const events = await endRun(repositories, { job, run, state: 'CANCELED', failure: null, now: context.clock.now() });
    return { operation: (await repositories.operations.find(operation.id)) ?? operation, events: [event, ...events] };
  });
}
