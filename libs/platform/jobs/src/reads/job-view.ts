import type { Checkpoint, Job, Repositories, Run } from '@weir/persistence';
import { allowedActions, type JobActions } from '../lifecycle/job-lifecycle.ts';

/** A job as people look at it. */
export interface JobView {
  readonly job: Job;
  readonly actions: JobActions;
  readonly currentRun: Run | null;
  /** The latest completed one. */
  readonly latestCheckpoint: Checkpoint | null;
}

/** Completes some jobs with two queries, whatever their number. */
export async function viewJobs(repositories: Repositories, jobs: readonly Job[]): Promise<readonly JobView[]> {
  const runIds = jobs.flatMap((job) => (job.currentRunId === null ? [] : [job.currentRunId]));
  const runs = new Map((await repositories.runs.findMany(runIds)).map((run) => [run.id, run]));
  const checkpoints = await repositories.checkpoints.latestCompletedOf(jobs.map((job) => job.id));
  return jobs.map((job) => ({
    job,
    actions: allowedActions(job),
    currentRun: job.currentRunId === null ? null : (runs.get(job.currentRunId) ?? null),
    latestCheckpoint: checkpoints.get(job.id) ?? null,
  }));
}

export async function viewJob(repositories: Repositories, job: Job): Promise<JobView> {
  const [view] = await viewJobs(repositories, [job]);
  return view ?? { job, actions: allowedActions(job), currentRun: null, latestCheckpoint: null };
}
