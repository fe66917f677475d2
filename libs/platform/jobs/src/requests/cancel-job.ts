import type { JobId } from '@weir/kernel';
import type { Operation } from '@weir/persistence';
import { beginOperation } from '../operations/operation.ts';
import { changeJob } from './change-job.ts';
import { cancelRuns } from '../runs/end-run.ts';
import type { JobsContext } from '../jobs-context.ts';
import type { Idempotency, Written } from './write-once.ts';

export interface CancelJobInput {
  readonly jobId: JobId;
  readonly idempotency: Idempotency | null;
}

/**
 * Ends every run of the job without a savepoint: the current one, and one that it is to replace and that still runs. Where a host
 * holds one of them, the job is CANCELED when that host has ended it; otherwise at once.
 */
export async function cancelJob(
  context: JobsContext,
  { jobId, idempotency }: CancelJobInput,
): Promise<Written<Operation>> {
  return changeJob(context, { jobId, request: 'cancel', idempotency }, async (repositories, job) => {
    const open = await repositories.runs.listOpen(jobId);
    const held = open.find(({ ownerId }) => ownerId !== null);
    const { operation, event } = await beginOperation(context, repositories, {
      kind: 'CANCEL',
      job,
      runId: job.currentRunId,
      targetRunId: held?.id ?? job.currentRunId,
    });
    if (held !== undefined) return { operation, events: [event] };
    const ended = await cancelRuns(repositories, job, { runs: open, now: context.clock.now() });
    return {
      operation: (await repositories.operations.find(operation.id)) ?? operation,
      events: [event, ...ended],
    };
  });
}
