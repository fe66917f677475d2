import type { Logger } from '@weir/kernel';
import { parseCommandHint, parseLaunchHint } from './hint.ts';
import type { HintHandlers } from './queue-driver.ts';
import type { QueueName } from './queue-policy.ts';

/** `done`: the message is finished. `again`: deliver it once more, after a delay. */
export type ProcessingResult = 'done' | 'again';

/** One processor for every queue; the compiler misses a queue without one. */
export type QueueProcessors = Readonly<Record<QueueName, (data: unknown) => Promise<ProcessingResult>>>;

/** The processors of all queues, the same for every driver. A message that is no hint is logged and finished. */
export function queueProcessors(handlers: HintHandlers, logger: Logger): QueueProcessors {
  const drop = (queue: QueueName): ProcessingResult => {
    logger.log('warn', 'A queue held a message that is no hint; it is dropped.', { queue });
    return 'done';
  };
  return {
    'run-launch': async (data) => {
      const hint = parseLaunchHint(data);
      if (hint === undefined) return drop('run-launch');
      return (await handlers.launch(hint)) === 'NO_CAPACITY' ? 'again' : 'done';
    },
    'run-command': async (data) => {
      const hint = parseCommandHint(data);
      if (hint === undefined) return drop('run-command');
      await handlers.command(hint);
      return 'done';
    },
  };
}

/** How a processor tells a driver to deliver again: both drivers repeat what failed. It is no error worth a log line. */
export class DeliverAgain extends Error {
  override readonly name = 'DeliverAgain';

  constructor() {
    super('The host has no capacity; the message is offered again.');
  }
}
