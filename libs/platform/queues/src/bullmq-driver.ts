import { messageOf, type Logger } from '@weir/kernel';
import { Queue, Worker, type Job } from 'bullmq';
import { Redis } from 'ioredis';
import { commandMessage, launchMessage, type CommandHint, type LaunchHint, type QueueMessage } from './hint.ts';
import { closeGraceMs, type HintHandlers, type QueueDriver } from './queue-driver.ts';
import { QueueError } from './queue-error.ts';
import { queueNames, queuePolicies, type QueueName } from './queue-policy.ts';
import { DeliverAgain, queueProcessors, type QueueProcessors } from './queue-processors.ts';

export interface BullMqOptions {
  /** `redis://…` or `rediss://…`. */
  readonly redisUrl: string;
  readonly logger: Logger;
}

/** Of all keys in Redis. */
const prefix = 'weir';
const reconnectMsMax = 2_000;
const sendMsMax = 5_000;

/** Hints in Redis. Redis may be empty, away, or flushed at any time: hints that are lost come again from Postgres. */
export class BullMqDriver implements QueueDriver {
  readonly name = 'bullmq';
  readonly #options: BullMqOptions;
  /** A sender must learn that Redis is away, not wait for its return. */
  readonly #sender: Redis;
  readonly #queues: Readonly<Record<QueueName, Queue>>;
  #receiver: Redis | undefined;
  #workers: readonly Worker[] = [];
  #closing: Promise<void> | undefined;

  constructor(options: BullMqOptions) {
    this.#options = options;
    this.#sender = this.#connect({ enableOfflineQueue: false, maxRetriesPerRequest: 1 });
    this.#queues = { 'run-launch': this.#openQueue('run-launch'), 'run-command': this.#openQueue('run-command') };
  }

  /** The connection is made, and made again, by itself. */
  async start(): Promise<void> {}

  enqueueLaunch(hint: LaunchHint): Promise<void> {
    return this.#send(launchMessage(hint));
  }

  enqueueCommand(hint: CommandHint): Promise<void> {
    return this.#send(commandMessage(hint));
  }

  async consume(handlers: HintHandlers): Promise<void> {
    const processors = queueProcessors(handlers, this.#options.logger);
    const receiver = this.#connect({ maxRetriesPerRequest: null });
    this.#receiver = receiver;
    this.#workers = queueNames.map((name) => this.#openWorker(name, { processors, receiver }));
    await Promise.resolve();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => closeWorker(worker)));
    await Promise.all(
      Object.values(this.#queues).map((queue) => withinMs(queue.close(), closeGraceMs).catch(() => undefined)),
    );
    this.#sender.disconnect();
    this.#receiver?.disconnect();
  }

  /** BullMQ is handed connections instead of an address: it would look for a Redis client in places of its own. */
  #connect(options: { readonly enableOfflineQueue?: boolean; readonly maxRetriesPerRequest: number | null }): Redis {
    const connection = new Redis(this.#options.redisUrl, { ...options, retryStrategy: reconnectDelay });
    connection.on('error', (error: Error) => this.#warn(null, error));
    return connection;
  }

  #openQueue(name: QueueName): Queue {
    const queue = new Queue(name, { prefix, connection: this.#sender });
    queue.on('error', (error) => this.#warn(name, error));
    return queue;
  }

  #openWorker(name: QueueName, use: { readonly processors: QueueProcessors; readonly receiver: Redis }): Worker {
    const policy = queuePolicies[name];
    const worker = new Worker<unknown, void>(name, (job) => this.#process(name, use.processors, job), {
      prefix,
      connection: use.receiver,
      concurrency: policy.concurrency,
      lockDuration: policy.lockMs,
      stalledInterval: policy.lockMs,
      maxStalledCount: policy.attemptsMax,
    });
    worker.on('error', (error) => this.#warn(name, error));
    return worker;
  }

  /** A rejection makes BullMQ deliver the message again, as long as attempts are left. */
  async #process(name: QueueName, processors: QueueProcessors, job: Job<unknown>): Promise<void> {
    let result: 'done' | 'again';
    try {
      result = await processors[name](job.data);
    } catch (error) {
      this.#warn(name, error);
      throw error;
    }
    if (result === 'again') throw new DeliverAgain();
  }

  async #send({ queue, payload, key }: QueueMessage): Promise<void> {
    const policy = queuePolicies[queue];
    const sent = this.#queues[queue].add(queue, payload, {
      jobId: key,
      attempts: policy.attemptsMax,
      backoff: { type: 'exponential', delay: policy.retryDelayMs },
      // Its id is free again as soon as it has been processed, so that the next hint for the same run is a new message.
      removeOnComplete: true,
      removeOnFail: true,
    });
    try {
      await withinMs(sent, sendMsMax);
    } catch (cause) {
      throw new QueueError('bullmq', cause);
    }
  }

  #warn(queue: QueueName | null, error: unknown): void {
    this.#options.logger.log('warn', 'The queue on Redis reports an error.', { queue, error: messageOf(error) });
  }
}

/** Waits for the handlers that run; without Redis the worker cannot tell them finished, so it is closed by force then. */
async function closeWorker(worker: Worker): Promise<void> {
  await withinMs(worker.close(), closeGraceMs).catch(() => worker.close(true).catch(() => undefined));
}

function reconnectDelay(times: number): number {
  return Math.min(times * 100, reconnectMsMax);
}

/** Rejects when the promise takes longer; what it does then goes on unseen. */
async function withinMs<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
