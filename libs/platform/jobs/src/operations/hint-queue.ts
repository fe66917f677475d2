import { messageOf, type RunId } from '@weir/kernel';
import type { Operation } from '@weir/persistence';
import type { JobsContext } from '../jobs-context.ts';

/** Wakes a host for what a committed operation asks. A lost hint is only a delay, so a failure is logged and no more. */
export async function hintQueue({ queue, logger }: JobsContext, operation: Operation): Promise<void> {
  try {
    if (operation.targetRunId !== null)
      await queue.enqueueCommand({ operationId: operation.id, runId: operation.targetRunId });
    else if (operation.runId !== null) await hintLaunch({ queue }, operation.jobId, operation.runId);
  } catch (error) {
    logger.log('warn', 'The queue did not take a hint; hosts will find the work by polling.', {
      error: messageOf(error),
      operationId: operation.id,
    });
  }
}

function hintLaunch({ queue }: Pick<JobsContext, 'queue'>, jobId: Operation['jobId'], runId: RunId): Promise<void> {
  return queue.enqueueLaunch({ jobId, runId });
}
