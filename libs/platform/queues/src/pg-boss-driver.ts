import { messageOf, type Logger } from '@weir/kernel';
import PgBoss from 'pg-boss';
import { commandMessage, launchMessage, type CommandHint, type LaunchHint, type QueueMessage } from './hint.ts';
import { closeGraceMs, type HintHandlers, type QueueDriver } from './queue-driver.ts';
import { QueueError } from './queue-error.ts';
import { queueNames, queuePolicies, type QueueName, type QueuePolicy } from './queue-policy.ts';
import { DeliverAgain, queueProcessors, type QueueProcessors } from './queue-processors.ts';

export interface PgBossOptions {
  readonly databaseUrl: string;
  readonly logger: Logger;
}

const pollingSeconds = 1;
const connectionsMax = 4;
const archivedSeconds = 3_600;

/**
 * Hints in tables of the same Postgres, in a schema of their own (`pgboss`), which may be dropped while nothing runs. Workers poll;
 * a hint enqueued by this very process wakes its own workers at once.
 */
export class PgBossDriver implements QueueDriver {
  readonly name = 'pg-boss';
  readonly #boss: PgBoss;
  readonly #logger: Logger;
  readonly #workers = new Map<QueueName, string[]>();
  #closing: Promise<void> | undefined;

  constructor({ databaseUrl, logger }: PgBossOptions) {
    this.#boss = new PgBoss({
      connectionString: databaseUrl,
      application_name: 'weir-queues',
      max: connectionsMax,
      schedule: false,
      archiveCompletedAfterSeconds: archivedSeconds,
      deleteAfterHours: 24,
    });
    this.#boss.on('error', ({ message }) =>
      logger.log('warn', 'The queue on Postgres reports an error.', { error: message }),
    );
    this.#logger = logger;
  }

  async start(): Promise<void> {
    try {
      await this.#boss.start();
      for (const name of queueNames) await createQueue(this.#boss, name);
    } catch (cause) {
      await this.#boss.stop({ graceful: false, close: true, wait: false }).catch(() => undefined);
      throw new QueueError('pg-boss', cause);
    }
  }

  enqueueLaunch(hint: LaunchHint): Promise<void> {
    return this.#send(launchMessage(hint));
  }

  enqueueCommand(hint: CommandHint): Promise<void> {
    return this.#send(commandMessage(hint));
  }

  async consume(handlers: HintHandlers): Promise<void> {
    const processors = queueProcessors(handlers, this.#logger);
    try {
      for (const name of queueNames) {
        for (let worker = 0; worker < queuePolicies[name].concurrency; worker += 1)
          await this.#addWorker(name, processors);
      }
    } catch (cause) {
      throw new QueueError('pg-boss', cause);
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#boss.stop({ graceful: true, wait: true, close: true, timeout: closeGraceMs });
    return this.#closing;
  }

  async #addWorker(name: QueueName, processors: QueueProcessors): Promise<void> {
    const id = await this.#boss.work<object>(
      name,
      { batchSize: 1, pollingIntervalSeconds: pollingSeconds },
      async (jobs) => {
        for (const { data } of jobs) await this.#process(name, processors, data);
      },
    );
    this.#workers.set(name, [...(this.#workers.get(name) ?? []), id]);
  }

  /** A rejection makes pg-boss deliver the message again. */
  async #process(name: QueueName, processors: QueueProcessors, data: unknown): Promise<void> {
    let result: 'done' | 'again';
    try {
      result = await processors[name](data);
    } catch (error) {
      this.#logger.log('warn', 'A hint could not be processed; it is delivered again.', {
        queue: name,
        error: messageOf(error),
      });
      throw error;
    }
    if (result === 'again') throw new DeliverAgain();
  }

  async #send({ queue, payload, key }: QueueMessage): Promise<void> {
    try {
      await this.#boss.send(queue, payload, { singletonKey: key, ...deliveryOptions(queuePolicies[queue]) });
    } catch (cause) {
      throw new QueueError('pg-boss', cause);
    }
    for (const id of this.#workers.get(queue) ?? []) this.#boss.notifyWorker(id);
  }
}

/** `short`: one message of a key may wait, while any number is being processed or done. */
async function createQueue(boss: PgBoss, name: QueueName): Promise<void> {
  const options = { name, policy: 'short', ...deliveryOptions(queuePolicies[name]) } as const;
  await boss.createQueue(name, options);
  await boss.updateQueue(name, options);
}

function deliveryOptions(policy: QueuePolicy) {
  return {
    retryLimit: policy.attemptsMax - 1,
    retryDelay: Math.ceil(policy.retryDelayMs / 1_000),
    retryBackoff: true,
    expireInSeconds: Math.ceil(policy.processingMsMax / 1_000),
    retentionSeconds: Math.ceil(policy.unclaimedMsMax / 1_000),
  };
}
