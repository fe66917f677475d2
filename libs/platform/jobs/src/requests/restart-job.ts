import type { JobId } from '@weir/kernel';
import type { Operation } from '@weir/persistence';
import { changeJob } from './change-job.ts';
import type { JobsContext } from '../jobs-context.ts';
import { replaceRun } from '../runs/replace-run.ts';
import type { Idempotency, Written } from './write-once.ts';

export interface RestartJobInput {
  readonly jobId: JobId;
  readonly parallelism: number | null;
  readonly allowNonRestoredState: boolean;
  readonly idempotency: Idempotency | null;
}

/** Begins a new run from the latest snapshot with the current spec. What runs is suspended first, with one last checkpoint. */
export async function restartJob(context: JobsContext, input: RestartJobInput): Promise<Written<Operation>> {
  const { jobId, idempotency, parallelism, allowNonRestoredState } = input;
  return changeJob(context, { jobId, request: 'restart', idempotency }, (repositories, job) =>
    replaceRun(context, repositories, {
      kind: 'RESTART',
      job,
      options: { origin: { kind: 'LATEST' }, parallelism, allowNonRestoredState, claimMode: 'NO_CLAIM' },
    }),
  );
}
