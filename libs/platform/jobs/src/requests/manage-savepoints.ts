import type { JobId } from '@weir/kernel';
import type { Page, PageRequest, Repositories, Savepoint } from '@weir/persistence';
import { requireJob } from '../reads/get-job.ts';
import type { JobsContext } from '../jobs-context.ts';
import { JobsError } from '../jobs-error.ts';

export interface SavepointUpdate {
  readonly name?: string | undefined;
  readonly note?: string | undefined;
  readonly pinned?: boolean | undefined;
}

/** Savepoints, newest first: of all jobs, deleted ones among them, or of one. */
export async function listSavepoints(
  { store }: JobsContext,
  page: PageRequest,
  jobId: JobId | null,
): Promise<Page<Savepoint>> {
  return store.read(async (repositories) => {
    if (jobId !== null) await requireJob(repositories, jobId);
    return repositories.savepoints.list(page, jobId);
  });
}

export async function getSavepoint({ store }: JobsContext, id: string): Promise<Savepoint> {
  return store.read((repositories) => requireSavepoint(repositories, id));
}

export async function updateSavepoint(context: JobsContext, id: string, update: SavepointUpdate): Promise<Savepoint> {
  return context.store.write(async (repositories) => {
    const savepoint = await requireSavepoint(repositories, id);
    const change = {
      ...(update.name === undefined ? {} : { name: update.name }),
      ...(update.note === undefined ? {} : { note: update.note }),
      ...(update.pinned === undefined ? {} : { pinned: update.pinned }),
    };
    await repositories.savepoints.update(id, change);
    await repositories.events.append([
      {
        type: 'savepoint.updated',
        timestamp: context.clock.now(),
        jobId: savepoint.jobId,
        runId: null,
        data: { savepointId: id, ...change },
      },
    ]);
    return { ...savepoint, ...change };
  });
}

/** Deletes the files, then the record: what is left when the first fails can be deleted again. */
export async function deleteSavepoint(context: JobsContext, id: string): Promise<void> {
  const savepoint = await getSavepoint(context, id);
  if (savepoint.pinned)
    throw new JobsError('SAVEPOINT_PINNED', `Savepoint "${savepoint.name}" is pinned. Unpin it first.`);
  if (savepoint.status === 'IN_PROGRESS') {
    throw new JobsError(
      'SAVEPOINT_IN_PROGRESS',
      `Savepoint "${savepoint.name}" is still being written. Try again when it is complete.`,
    );
  }
  if (savepoint.path !== null) await context.target.deleteSnapshot(savepoint.path);
  await context.store.write(async (repositories) => {
    await repositories.savepoints.delete(id);
    await repositories.checkpoints.markDiscarded(savepoint.jobId, savepoint.checkpointId);
    await repositories.events.append([
      {
        type: 'savepoint.deleted',
        timestamp: context.clock.now(),
        jobId: savepoint.jobId,
        runId: null,
        data: { savepointId: id },
      },
    ]);
  });
}

async function requireSavepoint(repositories: Repositories, id: string): Promise<Savepoint> {
  const savepoint = await repositories.savepoints.find(id);
  if (savepoint === null) throw new JobsError('SAVEPOINT_NOT_FOUND', `There is no savepoint ${id}.`);
  return savepoint;
}
