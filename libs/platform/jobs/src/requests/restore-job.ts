import type { JobId } from '@weir/kernel';
import type { Operation } from '@weir/persistence';
import { changeJob } from './change-job.ts';
import type { JobsContext } from '../jobs-context.ts';
import { replaceRun } from '../runs/replace-run.ts';
import { resolveOrigin, type OriginChoice } from './resolve-origin.ts';
import type { Idempotency, Written } from './write-once.ts';

export interface RestoreJobInput {
  readonly jobId: JobId;
  readonly from: Extract<OriginChoice, { readonly kind: 'snapshot' | 'path' }>;
  readonly parallelism: number | null;
  readonly allowNonRestoredState: boolean;
  readonly claimMode: 'CLAIM' | 'NO_CLAIM';
  readonly idempotency: Idempotency | null;
}

/** Begins a new run from a snapshot. What runs is cancelled first, but only after the snapshot was found sound and fitting. */
export async function restoreJob(context: JobsContext, input: RestoreJobInput): Promise<Written<Operation>> {
  const { jobId, idempotency, parallelism, allowNonRestoredState, claimMode } = input;
  const origin = await resolveOrigin(context, {
    jobId,
    request: 'restore',
    choice: input.from,
    parallelism,
    allowNonRestoredState,
  });
  return changeJob(context, { jobId, request: 'restore', idempotency }, (repositories, job) =>
    replaceRun(context, repositories, {
      kind: 'RESTORE',
      job,
      options: { origin, parallelism, allowNonRestoredState, claimMode },
    }),
  );
}
