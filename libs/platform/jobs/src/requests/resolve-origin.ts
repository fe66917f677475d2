import { JobTargetError, objectionsTo, type RestorePlan, type RestorePlanRequest } from '@weir/run-contract';
import { invariant, type JobId } from '@weir/kernel';
import { isEndState, type Job, type JobVersion, type Repositories, type RunOrigin } from '@weir/persistence';
import type { JobsContext } from '../jobs-context.ts';
import { JobsError, jobNotFound } from '../jobs-error.ts';
import { requireAllowed } from './change-job.ts';
import { latestOf, listJobSnapshots, readSnapshotRecords } from '../runs/job-snapshots.ts';

/** What a caller may name as the place a run begins from. */
export type OriginChoice =
  /** As if the job had never run. */
  | { readonly kind: 'empty' }
  /** The latest snapshot; there must be one. */
  | { readonly kind: 'latest' }
  /** Nothing was said: the latest snapshot, which must be there, but empty where the job has never run. */
  | { readonly kind: 'unsaid' }
  /** The latest snapshot, and what runs makes one before it ends. */
  | { readonly kind: 'restart' }
  | { readonly kind: 'snapshot'; readonly snapshotId: string }
  | { readonly kind: 'path'; readonly path: string };

export interface OriginRequest {
  readonly jobId: JobId;
  /** What is asked of the job: a request that its state refuses is refused for that, before any snapshot is looked at. */
  readonly request: 'start' | 'restart' | 'restore';
  readonly choice: OriginChoice;
  /** Replaces the spec's parallelism; null keeps it. */
  readonly parallelism: number | null;
  readonly allowNonRestoredState: boolean;
}

/**
 * Judges where a run is to begin before anything is stopped for it: the snapshot must be there, undamaged, and the target must find
 * that it fits the job's spec, which is the very judgement that the run would meet. Rejects with `ACTION_NOT_ALLOWED`, `SNAPSHOT_NOT_FOUND`,
 * `SNAPSHOT_INCOMPATIBLE` or the target's own error.
 */
export async function resolveOrigin(context: JobsContext, request: OriginRequest): Promise<RunOrigin> {
  const { choice } = request;
  const { job, version } = await context.store.read((repositories) => readJob(repositories, request.jobId));
  requireAllowed(job, request.request);
  switch (choice.kind) {
    case 'empty':
      return { kind: 'EMPTY' };
    case 'unsaid':
      if (job.runNumber === 0) return { kind: 'EMPTY' };
      return latest(context, request, { job, version });
    case 'latest':
    case 'restart':
      return latest(context, request, { job, version });
    case 'snapshot': {
      const path = await context.store.read((repositories) => pathOf(repositories, choice.snapshotId));
      return named(context, request, { path, version });
    }
    case 'path':
      return named(context, request, { path: choice.path, version });
  }
}

/** What the job would make of its latest snapshot with this spec; null when it has none to go on from. */
export async function planForLatest(
  context: JobsContext,
  jobId: JobId,
  wanted: Omit<RestorePlanRequest, 'path'>,
): Promise<RestorePlan | null> {
  const listing = await listJobSnapshots(context, jobId);
  const records = await context.store.read((repositories) => readSnapshotRecords(repositories, jobId));
  const found = latestOf(listing, records);
  return found === null ? null : planFor(context, { ...wanted, path: found.path });
}

interface JobToBegin {
  readonly job: Job;
  readonly version: JobVersion;
}

async function readJob(repositories: Repositories, jobId: JobId): Promise<JobToBegin> {
  const job = await repositories.jobs.find(jobId);
  if (job === null) throw jobNotFound(jobId);
  const version = await repositories.jobs.findVersion(jobId, job.version);
  invariant(version !== null, 'Every job has its current version.', { jobId, version: job.version });
  return { job, version };
}

async function latest(context: JobsContext, request: OriginRequest, { job, version }: JobToBegin): Promise<RunOrigin> {
  const { parallelism, choice } = request;
  const plan = await planForLatest(context, job.id, { spec: version.spec, parallelism });
  if (plan !== null) refuseWhatDoesNotFit(plan, request);
  // Nothing has ever completed, so nothing is repeated; what runs takes a checkpoint before it ends, if it can.
  else if (choice.kind !== 'restart' || job.runNumber === 0 || isEndState(job.state)) {
    throw notFound(`Job "${job.name}" has no snapshot to go on from. Say "empty": true to begin with empty state.`);
  }
  return { kind: 'LATEST' };
}

async function named(
  context: JobsContext,
  request: OriginRequest,
  { path, version }: { readonly path: string; readonly version: JobVersion },
): Promise<RunOrigin> {
  const plan = await planFor(context, { path, spec: version.spec, parallelism: request.parallelism });
  refuseWhatDoesNotFit(plan, request);
  const { path: folder, snapshotId, checkpointId } = plan.snapshot;
  return { kind: 'SNAPSHOT', path: folder, snapshotId, checkpointId };
}

async function pathOf(repositories: Repositories, snapshotId: string): Promise<string> {
  const savepoint = await repositories.savepoints.find(snapshotId);
  if (savepoint !== null && savepoint.status === 'COMPLETED' && savepoint.path !== null) return savepoint.path;
  const checkpoint = await repositories.checkpoints.findBySnapshot(snapshotId);
  if (checkpoint === null || checkpoint.status !== 'COMPLETED' || checkpoint.externalPath === null) {
    throw notFound(`There is no complete snapshot ${snapshotId}.`);
  }
  if (checkpoint.discarded)
    throw notFound(`The files of checkpoint ${checkpoint.id} are gone: later checkpoints have replaced it.`);
  return checkpoint.externalPath;
}

async function planFor({ target }: JobsContext, request: RestorePlanRequest): Promise<RestorePlan> {
  try {
    return await target.planRestore(request);
  } catch (error) {
    if (error instanceof JobTargetError && error.code === 'SNAPSHOT_NOT_FOUND') throw notFound(error.message, error);
    throw error;
  }
}

/** State that would stay behind is lost, so the caller must have said that it may be. */
function refuseWhatDoesNotFit(plan: RestorePlan, request: OriginRequest): void {
  const objections = objectionsTo(plan, request);
  if (objections.length === 0) return;
  const advice = plan.verdict === 'LOSES_STATE' ? ' Set allowNonRestoredState to drop it.' : '';
  throw new JobsError('SNAPSHOT_INCOMPATIBLE', `${objections.map(({ message }) => message).join(' ')}${advice}`);
}

function notFound(message: string, cause?: unknown): JobsError {
  return new JobsError('SNAPSHOT_NOT_FOUND', message, cause === undefined ? {} : { cause });
}
