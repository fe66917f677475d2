import type { JobId, RunId } from '@weir/kernel';
import type { Attempt, Page, PageRequest, Repositories, Run, RunException } from '@weir/persistence';
import { requireJob } from './get-job.ts';
import type { JobsContext } from '../jobs-context.ts';
import { JobsError } from '../jobs-error.ts';

export interface RunView {
  readonly run: Run;
  readonly attempts: readonly Attempt[];
}

/** Runs with their attempts, newest first. */
export async function listRuns({ store }: JobsContext, jobId: JobId, page: PageRequest): Promise<Page<RunView>> {
  return store.readConsistently(async (repositories) => {
    await requireJob(repositories, jobId);
    const runs = await repositories.runs.list(jobId, page);
    return { items: await withAttempts(repositories, runs.items), next: runs.next };
  });
}

export async function getRun({ store }: JobsContext, jobId: JobId, runId: RunId): Promise<RunView> {
  return store.readConsistently(async (repositories) => {
    await requireJob(repositories, jobId);
    const run = await repositories.runs.find(runId);
    if (run === null || run.jobId !== jobId) throw new JobsError('RUN_NOT_FOUND', `Job ${jobId} has no run ${runId}.`);
    const [view] = await withAttempts(repositories, [run]);
    return view ?? { run, attempts: [] };
  });
}

/** Failures of attempts and runs, newest first. */
export async function listExceptions(
  { store }: JobsContext,
  jobId: JobId,
  page: PageRequest,
): Promise<Page<RunException>> {
  return store.readConsistently(async (repositories) => {
    await requireJob(repositories, jobId);
    return repositories.attempts.listExceptions(jobId, page);
  });
}

async function withAttempts(repositories: Repositories, runs: readonly Run[]): Promise<readonly RunView[]> {
  const attempts = await repositories.attempts.listByRuns(runs.map((run) => run.id));
  return runs.map((run) => ({ run, attempts: attempts.filter((attempt) => attempt.runId === run.id) }));
}
