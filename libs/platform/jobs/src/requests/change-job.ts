import type { JobId } from '@weir/kernel';
import type { Job, NewEvent, Operation, Repositories } from '@weir/persistence';
import { hintQueue } from '../operations/hint-queue.ts';
import type { JobsContext } from '../jobs-context.ts';
import { JobsError, jobNotFound } from '../jobs-error.ts';
import { decideRequest } from '../lifecycle/job-lifecycle.ts';
import type { JobRequest } from '../lifecycle/transition-table.ts';
import { writeOnce, type Idempotency, type Written } from './write-once.ts';

export interface ChangeRequest {
  readonly jobId: JobId;
  readonly request: JobRequest;
  readonly idempotency: Idempotency | null;
}

export interface Change {
  readonly operation: Operation;
  readonly events: readonly NewEvent[];
}

/**
 * The shape of every request that changes a job: lock it, ask the lifecycle whether it may be, change it, tell of it, all in one
 * transaction; then hint the queue. Rejects with `JOB_NOT_FOUND` or `ACTION_NOT_ALLOWED`.
 */
export async function changeJob(
  context: JobsContext,
  { jobId, request, idempotency }: ChangeRequest,
  change: (repositories: Repositories, job: Job) => Promise<Change>,
): Promise<Written<Operation>> {
  const written = await writeOnce(context, idempotency, async (repositories) => {
    const job = await repositories.jobs.lock(jobId);
    if (job === null) throw jobNotFound(jobId);
    assertAllowed(job, request);
    const { operation, events } = await change(repositories, job);
    await repositories.events.append(events);
    return operation;
  });
  if (!written.isReplay) await hintQueue(context, written.value);
  return written;
}

export function assertAllowed(job: Job, request: JobRequest): void {
  const outcome = decideRequest(job, request);
  if (outcome.kind !== 'refuse') return;
  throw new JobsError('ACTION_NOT_ALLOWED', `Job "${job.name}" is ${job.state}: ${outcome.reason}`, {
    details: { state: job.state, request },
  });
}
