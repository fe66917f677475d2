import { analyzeJob, jobGraph, type JobGraph } from '@weir/job-spec';
import type { RunMetrics } from '@weir/run-contract';
import { invariant, type JobId } from '@weir/kernel';
import type { Job, Repositories, Run } from '@weir/persistence';
import { requireJob } from './get-job.ts';
import type { JobsContext } from '../jobs-context.ts';

export interface LiveGraph {
  readonly graph: JobGraph;
  /** Of the current run while it lives; null otherwise. */
  readonly live: LiveMetrics | null;
}

export interface LiveMetrics {
  readonly run: Run;
  readonly metrics: RunMetrics;
}

const liveStates: readonly Run['state'][] = ['RUNNING', 'FAILING', 'RESTARTING', 'CANCELLING'];

/** The graph of what runs, or of the current version when nothing does, with rates. */
export async function getGraph({ store }: JobsContext, jobId: JobId): Promise<LiveGraph> {
  return store.readConsistently(async (repositories) => {
    const job = await requireJob(repositories, jobId);
    const run = job.currentRunId === null ? null : await repositories.runs.find(job.currentRunId);
    const version = await repositories.jobs.findVersion(jobId, run?.version ?? job.version);
    invariant(version !== null, 'Every run and every job has its version.', { jobId });
    const analysis = analyzeJob(version.spec, {
      parallelism: run?.isParallelismOverridden === true ? run.parallelism : null,
    });
    invariant(analysis.ok, 'A stored spec is valid.', { jobId, version: version.number });
    return { graph: jobGraph(analysis.job), live: await liveMetrics(repositories, run) };
  });
}

/** Counters and rates of the current run; they stay readable after its end. */
export async function getMetrics({ store }: JobsContext, jobId: JobId): Promise<LiveMetrics | null> {
  return store.readConsistently(async (repositories) => {
    const job: Job = await requireJob(repositories, jobId);
    const run = job.currentRunId === null ? null : await repositories.runs.find(job.currentRunId);
    const metrics = run === null ? null : await repositories.runs.findMetrics(run.id);
    return run === null || metrics === null ? null : { run, metrics };
  });
}

async function liveMetrics(repositories: Repositories, run: Run | null): Promise<LiveMetrics | null> {
  if (run === null || !liveStates.includes(run.state)) return null;
  const metrics = await repositories.runs.findMetrics(run.id);
  return metrics === null ? null : { run, metrics };
}
