import { messageOf, PlatformError } from '@weir/kernel';

export const queueErrorCodes = [
  /** The system behind the queue did not answer or refused. The hint may or may not have been stored. */
  'QUEUE_UNAVAILABLE',
] as const;
export type QueueErrorCode = (typeof queueErrorCodes)[number];

export class QueueError extends PlatformError<QueueErrorCode> {
  constructor(system: string, cause: unknown) {
    super('QUEUE_UNAVAILABLE', `The queue (${system}) did not take the message: ${messageOf(cause)}`, true, { cause });
  }
}
