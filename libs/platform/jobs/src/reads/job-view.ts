import { invariant } from '@weir/kernel';
import type { Checkpoint, Job, Repositories, Run } from '@weir/persistence';
import { allowedActions, type JobActions } from '../lifecycle/job-lifecycle.ts';
import { attemptsCounted, checkpointsCounted, failureMemoryMs, judgeHealth, type Health } from './judge-health.ts';

/** A job as people look at it. */
export interface JobView {
  readonly job: Job;
  readonly health: Health;
  readonly actions: JobActions;
  readonly currentRun: Run | null;
  /** The latest completed one. */
  readonly latestCheckpoint: Checkpoint | null;
}

/** Completes some jobs with four queries, whatever their number. */
export async function viewJobs(
  repositories: Repositories,
  jobs: readonly Job[],
  now: number,
): Promise<readonly JobView[]> {
  const runIds = jobs.flatMap((job) => (job.currentRunId === null ? [] : [job.currentRunId]));
  const runs = new Map((await repositories.runs.findMany(runIds)).map((run) => [run.id, run]));
  const checkpoints = await repositories.checkpoints.latestCompletedOf(jobs.map((job) => job.id));
  // Of runs that have ended nothing more is told than that.
  const openIds = [...runs.values()].filter(({ endedAt }) => endedAt === null).map(({ id }) => id);
  const failures = await repositories.attempts.recentFailures(openIds, {
    since: now - failureMemoryMs,
    newest: attemptsCounted,
  });
  const sinceCompleted = await repositories.checkpoints.sinceCompleted(openIds, checkpointsCounted);
  return jobs.map((job) => {
    const run = (job.currentRunId === null ? undefined : runs.get(job.currentRunId)) ?? null;
    return {
      job,
      health: judgeHealth({
        now,
        state: job.state,
        run,
        failures: (run && failures.get(run.id)) ?? null,
        checkpoints: (run && sinceCompleted.get(run.id)) ?? null,
      }),
      actions: allowedActions(job),
      currentRun: run,
      latestCheckpoint: checkpoints.get(job.id) ?? null,
    };
  });
}

export async function viewJob(repositories: Repositories, job: Job, now: number): Promise<JobView> {
  const [view] = await viewJobs(repositories, [job], now);
  invariant(view !== undefined, 'A job has a view.', { jobId: job.id });
  return view;
}
