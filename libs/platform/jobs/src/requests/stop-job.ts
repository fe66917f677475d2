import type { JobId } from '@weir/kernel';
import type { Operation, OperationPayload } from '@weir/persistence';
import { beginOperation } from '../operations/operation.ts';
import { changeJob } from './change-job.ts';
import { checkDirectory } from './check-folder.ts';
import type { JobsContext } from '../jobs-context.ts';
import type { Idempotency, Written } from './write-once.ts';

export interface StopJobInput {
  readonly jobId: JobId;
  readonly payload: OperationPayload;
  readonly idempotency: Idempotency | null;
}

/** Stops with a savepoint. When the savepoint fails, so does the operation, and the job runs on. */
export async function stopJob(context: JobsContext, input: StopJobInput): Promise<Written<Operation>> {
  const { jobId, idempotency } = input;
  const payload = { ...input.payload, directory: checkDirectory(context, input.payload.directory) };
  return changeJob(context, { jobId, request: 'stop', idempotency }, async (repositories, job) => {
    const plan = { kind: 'STOP', job, runId: job.currentRunId, targetRunId: job.currentRunId, payload } as const;
    const { operation, event } = await beginOperation(context, repositories, plan);
    return { operation, events: [event] };
  });
}
