import { analyzeJob, type AnalyzedJob } from '@weir/job-spec';
import { invariant, type JobId } from '@weir/kernel';
import type {
  Checkpoint,
  CheckpointCounts,
  CheckpointDetail,
  CheckpointFilter,
  CheckpointSummary,
  Page,
  PageRequest,
  Restoration,
} from '@weir/persistence';
import { requireJob } from './get-job.ts';
import type { JobsContext } from '../jobs-context.ts';
import { JobsError } from '../jobs-error.ts';

export interface CheckpointsView {
  readonly page: Page<Checkpoint>;
  readonly counts: CheckpointCounts;
  readonly latest: {
    readonly completed: Checkpoint | null;
    readonly failed: Checkpoint | null;
    readonly savepoint: Checkpoint | null;
    readonly restored: Restoration | null;
  };
}

/** The history over all runs, newest first, with counts and the latest of each sort. */
export async function listCheckpoints(
  { store }: JobsContext,
  jobId: JobId,
  request: { readonly page: PageRequest; readonly filter: CheckpointFilter },
): Promise<CheckpointsView> {
  return store.readShared(
    `checkpoints ${jobId} ${JSON.stringify(request)}`,
    async ({ jobs, checkpoints, attempts }) => {
      if ((await jobs.find(jobId)) === null) throw new JobsError('JOB_NOT_FOUND', `There is no job ${jobId}.`);
      return {
        page: await checkpoints.list(jobId, request.page, request.filter),
        counts: await checkpoints.counts(jobId),
        latest: {
          completed: await checkpoints.latest(jobId, { status: 'COMPLETED', kind: 'CHECKPOINT' }),
          failed: await checkpoints.latest(jobId, { status: 'FAILED', onlyFaults: true }),
          savepoint: await checkpoints.latest(jobId, { status: 'COMPLETED', kind: 'SAVEPOINT' }),
          restored: await attempts.latestRestored(jobId),
        },
      };
    },
  );
}

export async function getCheckpoint(
  { store }: JobsContext,
  jobId: JobId,
  checkpointId: number,
): Promise<CheckpointDetail> {
  return store.read(async (repositories) => {
    await requireJob(repositories, jobId);
    const checkpoint = await repositories.checkpoints.find(jobId, checkpointId);
    if (checkpoint === null)
      throw new JobsError('CHECKPOINT_NOT_FOUND', `Job ${jobId} has no checkpoint ${checkpointId} in its history.`);
    return checkpoint;
  });
}

export async function summarizeCheckpoints({ store }: JobsContext, jobId: JobId): Promise<CheckpointSummary> {
  return store.readShared(`summary ${jobId}`, async (repositories) => {
    await requireJob(repositories, jobId);
    return repositories.checkpoints.summary(jobId);
  });
}

/** The current version, analysed: its checkpointing block has every default filled. */
export async function getCheckpointConfig({ store }: JobsContext, jobId: JobId): Promise<AnalyzedJob> {
  return store.read(async (repositories) => {
    const job = await requireJob(repositories, jobId);
    const version = await repositories.jobs.findVersion(jobId, job.version);
    const analysis = analyzeJob(version?.spec);
    invariant(analysis.ok, 'A stored spec is valid.', { jobId, version: job.version });
    return analysis.job;
  });
}
