import { join } from 'node:path/posix';
import { isSystemError, type FileSystem } from '@weir/engine-core/file-system';
import type { Logger } from '@weir/kernel';
import { FileSinkError } from './file-sink-error.ts';
import type { PendingPart } from './pending-part.ts';

/**
 * Gives a finished file its name. May be called again, also by another subtask or attempt: done is done. The folder is not synced.
 * When neither name is there, somebody took the finished file away, or the snapshot was restored where its files never were:
 * both happen, so it is a warning.
 */
export async function commitPart(
  fileSystem: FileSystem,
  folder: string,
  commit: { readonly part: PendingPart; readonly logger: Logger },
): Promise<void> {
  const { part, logger } = commit;
  const temporary = join(folder, part.temporary);
  const final = join(folder, part.final);
  if ((await fileSystem.inspect(final)) === null) {
    try {
      return await fileSystem.rename(temporary, final);
    } catch (error) {
      if (!isSystemError(error, 'ENOENT')) throw error;
    }
  } else if ((await fileSystem.inspect(temporary)) !== null) {
    throw new FileSinkError(
      'NAME_TAKEN',
      `${final} is there already, and was not written by this sink. Move it away; the rows wait in ${temporary}.`,
      { details: { path: final } },
    );
  }
  if ((await fileSystem.inspect(final)) === null) {
    logger.log('warn', 'A finished file is neither under its own nor under its temporary name.', {
      final,
      temporary,
      size: part.size,
    });
  }
}
