import type { JobId } from '@weir/kernel';
import type { Operation } from '@weir/persistence';
import { changeJob } from './change-job.ts';
import type { JobsContext } from '../jobs-context.ts';
import { replaceRun } from '../runs/replace-run.ts';
import { resolveOrigin, type OriginChoice } from './resolve-origin.ts';
import type { Idempotency, Written } from './write-once.ts';

export interface RestartJobInput {
  readonly jobId: JobId;
  readonly from: Extract<OriginChoice, { readonly kind: 'restart' | 'empty' }>;
  readonly parallelism: number | null;
  readonly allowNonRestoredState: boolean;
  readonly idempotency: Idempotency | null;
}

/**
 * Begins a new run with the current spec, from the latest snapshot or empty. What runs is suspended first, with one last checkpoint, but
 * only after the latest snapshot so far was found to fit.
 */
export async function restartJob(context: JobsContext, input: RestartJobInput): Promise<Written<Operation>> {
  const { jobId, idempotency, from, parallelism, allowNonRestoredState } = input;
  const origin = await resolveOrigin(context, {
    jobId,
    request: 'restart',
    choice: from,
    parallelism,
    allowNonRestoredState,
  });
  return changeJob(context, { jobId, request: 'restart', idempotency }, (repositories, job) =>
    replaceRun(context, repositories, {
      kind: 'RESTART',
      job,
      options: { origin, parallelism, allowNonRestoredState, claimMode: 'NO_CLAIM' },
    }),
  );
}
