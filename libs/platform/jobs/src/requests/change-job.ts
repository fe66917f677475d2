import type { JobId, RunId } from '@weir/kernel';
import type { Job, NewEvent, Operation, Repositories } from '@weir/persistence';
import { hintQueue } from '../operations/operation.ts';
import type { JobsContext } from '../jobs-context.ts';
import { JobsError, jobNotFound } from '../jobs-error.ts';
import { decideRequest } from '../lifecycle/job-lifecycle.ts';
import type { Acceptance, JobRequest } from '../lifecycle/transition-table.ts';
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
 * The shape of every request that changes a job: lock it, ask the lifecycle whether it may be, change it, move it to where the
 * lifecycle says, tell of it, all in one transaction; then hint the queue. Rejects with `JOB_NOT_FOUND` or `ACTION_NOT_ALLOWED`.
 */
export async function changeJob(
  context: JobsContext,
  { jobId, request, idempotency }: ChangeRequest,
  change: (repositories: Repositories, job: Job) => Promise<Change>,
): Promise<Written<Operation>> {
  const written = await writeOnce(context, idempotency, async (repositories) => {
    const job = await repositories.jobs.lock(jobId);
    if (job === null) throw jobNotFound(jobId);
    const accepted = requireAllowed(job, request);
    const { operation, events } = await change(repositories, job);
    const moved = await moveJob(repositories, job, accepted, { now: context.clock.now(), runId: operation.runId });
    await repositories.events.append([...events, ...moved]);
    return operation;
  });
  if (!written.isReplay) await hintQueue(context, written.value);
  return written;
}

/** What the lifecycle makes of the request. Throws `ACTION_NOT_ALLOWED` when it refuses. */
export function requireAllowed(job: Job, request: JobRequest): Acceptance {
  const outcome = decideRequest(job, request);
  if (outcome.kind === 'accept') return outcome;
  throw new JobsError('ACTION_NOT_ALLOWED', `Job "${job.name}" is ${job.state}: ${outcome.reason}`, {
    details: { state: job.state, request },
  });
}

/** Writes what an accepted request makes of the job's two states, and gives the event that tells of it. */
export async function moveJob(
  repositories: Repositories,
  job: Job,
  { state, desiredState }: Acceptance,
  { now, runId }: { readonly now: number; readonly runId: RunId | null },
): Promise<readonly NewEvent[]> {
  await repositories.jobs.update(job.id, {
    ...(state === null ? {} : { state, observedAt: now }),
    ...(desiredState === null ? {} : { desiredState }),
  });
  if (state === null) return [];
  const data = { state, desiredState: desiredState ?? job.desiredState };
  return [{ type: 'job.state', timestamp: now, jobId: job.id, runId, data }];
}
