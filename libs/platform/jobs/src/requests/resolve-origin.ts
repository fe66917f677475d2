import { JobTargetError, type SnapshotDescription } from '@weir/run-contract';
import { analyzeJob, type JobSpec } from '@weir/job-spec';
import type { JobId } from '@weir/kernel';
import type { Repositories, RunOrigin } from '@weir/persistence';
import type { JobsContext } from '../jobs-context.ts';
import { JobsError, jobNotFound, type JobsErrorCode } from '../jobs-error.ts';

/** What a caller may name as the place a run begins from. */
export type OriginChoice =
  | { readonly kind: 'empty' }
  | { readonly kind: 'latest' }
  | { readonly kind: 'snapshot'; readonly snapshotId: string }
  | { readonly kind: 'path'; readonly path: string };

export interface OriginRequest {
  readonly jobId: JobId;
  readonly choice: OriginChoice;
  readonly allowNonRestoredState: boolean;
}

/**
 * Looks at the snapshot before anything is stopped for it: it must be there, undamaged, and fit the job's spec. Rejects with
 * `SNAPSHOT_NOT_FOUND`, `SNAPSHOT_INCOMPATIBLE` or the target's own error.
 */
export async function resolveOrigin(context: JobsContext, request: OriginRequest): Promise<RunOrigin> {
  const { choice } = request;
  switch (choice.kind) {
    case 'empty':
      return { kind: 'EMPTY' };
    case 'latest':
      return { kind: 'LATEST' };
    case 'snapshot': {
      const path = await context.store.read((repositories) => pathOf(repositories, choice.snapshotId));
      return describeFor(context, request, path);
    }
    case 'path':
      return describeFor(context, request, choice.path);
  }
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

async function describeFor(context: JobsContext, request: OriginRequest, path: string): Promise<RunOrigin> {
  const description = await describe(context, path);
  const spec = await context.store.read(async ({ jobs }) => {
    const job = await jobs.find(request.jobId);
    if (job === null) throw jobNotFound(request.jobId);
    return (await jobs.findVersion(job.id, job.version))?.spec;
  });
  if (spec !== undefined) checkFit(spec, description, request.allowNonRestoredState ? 'DROP' : 'KEEP');
  return {
    kind: 'SNAPSHOT',
    path: description.path,
    snapshotId: description.snapshotId,
    checkpointId: description.checkpointId,
  };
}

async function describe({ target }: JobsContext, path: string): Promise<SnapshotDescription> {
  try {
    return await target.describeSnapshot(path);
  } catch (error) {
    if (error instanceof JobTargetError && error.code === 'SNAPSHOT_NOT_FOUND') throw notFound(error.message, error);
    throw error;
  }
}

/** State that no operator of the job would take is lost, so the caller must have said that it may be. */
function checkFit(spec: JobSpec, snapshot: SnapshotDescription, unknownState: 'DROP' | 'KEEP'): void {
  const analysis = analyzeJob(spec);
  if (!analysis.ok) return;
  const uids = new Set<string>(analysis.job.operators.map((operator) => operator.uid));
  const orphans = snapshot.operators.filter((operator) => operator.stateSize > 0 && !uids.has(operator.uid));
  if (orphans.length > 0 && unknownState === 'KEEP') {
    const names = orphans.map((operator) => operator.uid).join(', ');
    throw incompatible(
      'SNAPSHOT_INCOMPATIBLE',
      `The snapshot holds state of operators that the job does not have: ${names}. Set allowNonRestoredState to drop it.`,
    );
  }
  if (analysis.job.isMaxParallelismExplicit && analysis.job.maxParallelism !== snapshot.maxParallelism) {
    throw incompatible(
      'SNAPSHOT_INCOMPATIBLE',
      `The job asks for ${analysis.job.maxParallelism} key groups, the snapshot has ${snapshot.maxParallelism}. Key groups cannot be changed.`,
    );
  }
}

function incompatible(code: JobsErrorCode, message: string): JobsError {
  return new JobsError(code, message);
}

function notFound(message: string, cause?: unknown): JobsError {
  return new JobsError('SNAPSHOT_NOT_FOUND', message, cause === undefined ? {} : { cause });
}
