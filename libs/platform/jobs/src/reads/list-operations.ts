import type { JobId } from '@weir/kernel';
import type { Operation, Page, PageRequest } from '@weir/persistence';
import type { JobsContext } from '../jobs-context.ts';
import { JobsError } from '../jobs-error.ts';

/** Asynchronous requests, newest first. */
export async function listOperations(
  { store }: JobsContext,
  page: PageRequest,
  jobId: JobId | null,
): Promise<Page<Operation>> {
  return store.read((repositories) => repositories.operations.list(page, jobId));
}

export async function getOperation({ store }: JobsContext, id: string): Promise<Operation> {
  const operation = await store.read((repositories) => repositories.operations.find(id));
  if (operation === null) throw new JobsError('OPERATION_NOT_FOUND', `There is no operation ${id}.`);
  return operation;
}
