import type { JobId } from '@weir/kernel';
import type { Operation, OperationPayload } from '@weir/persistence';
import { beginOperation } from '../operations/operation.ts';
import { changeJob } from './change-job.ts';
import { checkDirectory } from './check-folder.ts';
import type { JobsContext } from '../jobs-context.ts';
import type { Idempotency, Written } from './write-once.ts';

export interface TriggerSnapshotInput {
  readonly jobId: JobId;
  readonly kind: 'CHECKPOINT' | 'SAVEPOINT';
  readonly payload: OperationPayload;
  readonly idempotency: Idempotency | null;
}

/** Asks the owner of the run for a checkpoint or a savepoint. The operation succeeds when it is complete. */
export async function triggerSnapshot(context: JobsContext, input: TriggerSnapshotInput): Promise<Written<Operation>> {
  const { jobId, kind, idempotency } = input;
  const request = kind === 'CHECKPOINT' ? 'checkpoint' : 'savepoint';
  const payload = { ...input.payload, directory: checkDirectory(context, input.payload.directory) };
  return changeJob(context, { jobId, request, idempotency }, async (repositories, job) => {
    const plan = { kind, job, runId: job.currentRunId, targetRunId: job.currentRunId, payload };
    const { operation, event } = await beginOperation(context, repositories, plan);
    return { operation, events: [event] };
  });
}
