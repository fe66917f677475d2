import type { JobId } from '@weir/kernel';
import type { Operation } from '@weir/persistence';
import { beginOperation } from '../operations/operation.ts';
import { beginRun } from '../runs/begin-run.ts';
import { changeJob } from './change-job.ts';
import type { JobsContext } from '../jobs-context.ts';
import { resolveOrigin, type OriginChoice } from './resolve-origin.ts';
import type { Idempotency, Written } from './write-once.ts';

export interface StartJobInput {
  readonly jobId: JobId;
  readonly from: OriginChoice;
  readonly parallelism: number | null;
  readonly allowNonRestoredState: boolean;
  readonly idempotency: Idempotency | null;
}

/** Starts a job that does not run. The operation succeeds when the run is RUNNING. */
export async function startJob(context: JobsContext, input: StartJobInput): Promise<Written<Operation>> {
  const { jobId, idempotency, parallelism, allowNonRestoredState } = input;
  const origin = await resolveOrigin(context, {
    jobId,
    request: 'start',
    choice: input.from,
    parallelism,
    allowNonRestoredState,
  });
  return changeJob(context, { jobId, request: 'start', idempotency }, async (repositories, job) => {
    const begun = await beginRun(context, repositories, job, {
      origin,
      parallelism,
      allowNonRestoredState,
      claimMode: 'NO_CLAIM',
    });
    const { operation, event } = await beginOperation(context, repositories, {
      kind: 'START',
      job,
      runId: begun.run.id,
      targetRunId: null,
    });
    return { operation, events: [...begun.events, event] };
  });
}
