import { resolve } from 'node:path';
import { isInside } from '@weir/kernel';
import type { JobsContext } from '../jobs-context.ts';
import { JobsError, type JobsProblem } from '../jobs-error.ts';

/** What is wrong with a folder for snapshots that a caller names, or null: it must lie below one of the roots. */
export function folderProblem(
  roots: JobsContext['snapshotRoots'],
  folder: string,
  pointer: string,
): JobsProblem | null {
  const path = resolve(roots[0], folder);
  if (!folder.includes('\0') && roots.some((root) => isInside(root, path))) return null;
  return {
    pointer,
    code: 'PATH_NOT_ALLOWED',
    message: `${JSON.stringify(folder)} lies outside the folders for snapshots; name one below ${roots.join(' or ')}.`,
  };
}

/** The savepoint's folder that a caller names, absolute; null when it names none. Rejects one that lies outside every root. */
export function checkDirectory({ snapshotRoots }: JobsContext, directory: string | null | undefined): string | null {
  if (directory === null || directory === undefined) return null;
  const problem = folderProblem(snapshotRoots, directory, '/directory');
  if (problem !== null) throw new JobsError('DIRECTORY_NOT_ALLOWED', problem.message, { problems: [problem] });
  return resolve(snapshotRoots[0], directory);
}
