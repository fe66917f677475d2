import type { JobId } from '@weir/kernel';
import type { Job, NewEvent, Repositories, Run } from '@weir/persistence';
import { decideObservation } from '../lifecycle/job-lifecycle.ts';
import { settleOperations, type EndedRun } from '../operations/operation.ts';

export interface RunEnding extends EndedRun {
  /** Locked by the caller. */
  readonly job: Job;
}

/** Ends a run that no engine holds (any more): its record, its job if it is the current run, and every operation that waits for it. */
export async function endRun(repositories: Repositories, ending: RunEnding): Promise<readonly NewEvent[]> {
  const { job, run, state, failure, now } = ending;
  await repositories.runs.update(run.id, {
    state,
    failure,
    endedAt: now,
    nextAttemptAt: null,
    ownerId: null,
    ownerIncarnation: null,
  });
  // What an owner that is gone could not close itself.
  await repositories.attempts.endOpen(run.id, now, null);
  const events: NewEvent[] = [...(await failOpenSnapshots(repositories, ending))];
  const about = { timestamp: now, jobId: job.id, runId: run.id };
  events.push({ ...about, type: 'run.state', data: { state } });
  const next = job.currentRunId === run.id ? decideObservation(job.state, state) : null;
  if (next !== null) {
    await repositories.jobs.update(job.id, { state: next, observedAt: now });
    events.push({ ...about, type: 'job.state', data: { state: next } });
  }
  return [...events, ...(await settleOperations(repositories, ending))];
}

/**
 * Ends what waits for no host any more: the runs of a job that is to be cancelled, once none of its runs is held by a host. The
 * caller has locked the job.
 */
export async function endUnwanted(repositories: Repositories, jobId: JobId, now: number): Promise<readonly NewEvent[]> {
  const job = await repositories.jobs.find(jobId);
  if (job === null || job.desiredState !== 'CANCELED') return [];
  const open = await repositories.runs.listOpen(jobId);
  if (open.some(({ ownerId }) => ownerId !== null)) return [];
  return cancelRuns(repositories, job, { runs: open, now });
}

/** Ends runs of a job that no host holds. The caller has locked the job. */
export async function cancelRuns(
  repositories: Repositories,
  job: Job,
  { runs, now }: { readonly runs: readonly Run[]; readonly now: number },
): Promise<readonly NewEvent[]> {
  const events: NewEvent[] = [];
  for (const run of runs) {
    events.push(...(await endRun(repositories, { job, run, state: 'CANCELED', failure: null, now })));
  }
  return events;
}

async function failOpenSnapshots(
  repositories: Repositories,
  { job, run, state, now }: RunEnding,
): Promise<readonly NewEvent[]> {
  const message = `The run ended ${state} before the checkpoint was complete.`;
  await repositories.savepoints.failOpen(run.id, message);
  const failed = await repositories.checkpoints.failOpen(run.id, 'RUN_ENDED', message);
  return failed.map((id) => ({
    type: 'checkpoint.failed',
    timestamp: now,
    jobId: job.id,
    runId: run.id,
    data: { checkpointId: id, failureReason: 'RUN_ENDED' },
  }));
}
