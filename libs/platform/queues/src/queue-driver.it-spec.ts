import { trusted, type JobId, type RunId, silentLogger } from '@weir/kernel';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../../../tools/test-support/postgres.ts';
import { mayMissRedis, startTestRedis, type TestRedis } from '../../../../tools/test-support/redis.ts';
import type { CommandHint, LaunchHint } from './hint.ts';
import { createQueue } from './create-queue.ts';
import type { HintHandlers, LaunchOutcome, QueueDriver } from './queue-driver.ts';
import { QueueError } from './queue-error.ts';
import { queuePolicies } from './queue-policy.ts';

let postgres: TestPostgres;
let redis: TestRedis | undefined;
let databaseUrl = '';
const open: QueueDriver[] = [];

beforeAll(async () => {
  postgres = await startTestPostgres();
  redis = await startTestRedis();
});
afterAll(async () => {
  await postgres.stop();
  await redis?.stop();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((driver) => driver.close()));
});

const launchHint = (): LaunchHint => ({ jobId: trusted<JobId>(randomUUID()), runId: trusted<RunId>(randomUUID()) });
const commandHint = (): CommandHint => ({ operationId: randomUUID(), runId: trusted<RunId>(randomUUID()) });

/** A host that notes what it is told. */
class RecordingHost implements HintHandlers {
  readonly launches: LaunchHint[] = [];
  readonly commands: CommandHint[] = [];
  outcomes: LaunchOutcome[] = [];
  failures = 0;
  /** Awaited by each handler before it answers. */
  gate: Promise<void> = Promise.resolve();

  async launch(hint: LaunchHint): Promise<LaunchOutcome> {
    this.launches.push(hint);
    await this.#work();
    return this.outcomes.shift() ?? 'TAKEN';
  }

  async command(hint: CommandHint): Promise<void> {
    this.commands.push(hint);
    await this.#work();
  }

  async #work(): Promise<void> {
    await this.gate;
    if (this.failures === 0) return;
    this.failures -= 1;
    throw new Error('The database is away.');
  }
}

async function started(redisUrl: string | null): Promise<QueueDriver> {
  const driver = createQueue({ databaseUrl, redisUrl, logger: silentLogger });
  await driver.start();
  open.push(driver);
  return driver;
}

const within = { timeout: 20_000, interval: 50 };

describe.each(['pg-boss', 'bullmq'] as const)('the queue on %s', (system) => {
  const isMissing = system === 'bullmq' && mayMissRedis;

  async function driver(): Promise<QueueDriver> {
    return started(system === 'bullmq' ? (redis?.url ?? null) : null);
  }

  beforeAll(async () => {
    databaseUrl = await postgres.createDatabase();
  });

  it.skipIf(isMissing)('is the driver that was asked for', async () => {
    expect((await driver()).name).toBe(system);
  });

  it.skipIf(isMissing)('brings both kinds of hints to a host, unchanged', async () => {
    const [sender, receiver, host] = [await driver(), await driver(), new RecordingHost()];
    await receiver.consume(host);
    const [launch, command] = [launchHint(), commandHint()];
    await sender.enqueueLaunch(launch);
    await sender.enqueueCommand(command);
    await expect.poll(() => host.launches, within).toEqual([launch]);
    await expect.poll(() => host.commands, within).toEqual([command]);
  });

  it.skipIf(isMissing)('keeps a hint that nobody takes yet, and merges it with its repetitions', async () => {
    const [sender, host] = [await driver(), new RecordingHost()];
    const [launch, command, last] = [launchHint(), commandHint(), launchHint()];
    for (let times = 0; times < 5; times += 1) await sender.enqueueLaunch(launch);
    for (let times = 0; times < 5; times += 1) await sender.enqueueCommand(command);
    await sender.enqueueLaunch(last);
    await (await driver()).consume(host);
    await expect.poll(() => host.launches, within).toEqual([launch, last]);
    await expect.poll(() => host.commands, within).toEqual([command]);
  });

  it.skipIf(isMissing)('takes a hint for the same run again once the earlier one has been processed', async () => {
    const [both, host, launch] = [await driver(), new RecordingHost(), launchHint()];
    await both.consume(host);
    await both.enqueueLaunch(launch);
    await expect.poll(() => host.launches.length, within).toBe(1);
    // The handler has answered, but the driver may not have recorded that yet: until then a repetition merges with the first.
    const isTakenAgain = async (): Promise<boolean> => {
      await both.enqueueLaunch(launch);
      return host.launches.length > 1;
    };
    await expect.poll(isTakenAgain, within).toBe(true);
    expect(host.launches[1]).toEqual(launch);
  });

  it.skipIf(isMissing)('hands each hint to one of several hosts', async () => {
    const hosts = [new RecordingHost(), new RecordingHost()];
    for (const host of hosts) await (await driver()).consume(host);
    const sender = await driver();
    const hints = Array.from({ length: 12 }, launchHint);
    for (const hint of hints) await sender.enqueueLaunch(hint);
    const taken = (): string[] => hosts.flatMap((host) => host.launches.map(({ runId }) => runId)).sort();
    await expect.poll(taken, within).toEqual(hints.map(({ runId }) => runId).sort());
  });

  it.skipIf(isMissing)('offers a hint again when a host has no capacity', async () => {
    const [both, host, launch] = [await driver(), new RecordingHost(), launchHint()];
    host.outcomes = ['NO_CAPACITY', 'NO_CAPACITY'];
    await both.consume(host);
    await both.enqueueLaunch(launch);
    await expect.poll(() => host.launches, within).toEqual([launch, launch, launch]);
  });

  it.skipIf(isMissing)('delivers again what failed, and gives up after a bounded number of attempts', async () => {
    const [both, host, command] = [await driver(), new RecordingHost(), commandHint()];
    host.failures = 100;
    await both.consume(host);
    await both.enqueueCommand(command);
    const attempts = queuePolicies['run-command'].attemptsMax;
    await expect.poll(() => host.commands.length, within).toBe(attempts);
    // A later message overtakes the one that was given up, so its attempts are over.
    host.failures = 0;
    await both.enqueueCommand(commandHint());
    await expect.poll(() => host.commands.length, within).toBe(attempts + 1);
  });

  it.skipIf(isMissing)('processes several hints at the same time, within the bound of its policy', async () => {
    const [both, host] = [await driver(), new RecordingHost()];
    let letGo = (): void => undefined;
    host.gate = new Promise((resolve) => (letGo = resolve));
    await both.consume(host);
    const bound = queuePolicies['run-command'].concurrency;
    for (let times = 0; times < bound + 2; times += 1) await both.enqueueCommand(commandHint());
    await expect.poll(() => host.commands.length, within).toBe(bound);
    letGo();
    await expect.poll(() => host.commands.length, within).toBe(bound + 2);
  });

  it.skipIf(isMissing)('waits for the handler that runs before it closes, and closes twice without harm', async () => {
    const [both, host] = [await driver(), new RecordingHost()];
    let letGo = (): void => undefined;
    host.gate = new Promise((resolve) => (letGo = resolve));
    await both.consume(host);
    await both.enqueueCommand(commandHint());
    await expect.poll(() => host.commands.length, within).toBe(1);
    let isClosed = false;
    const closing = both.close().then(() => (isClosed = true));
    expect(isClosed).toBe(false);
    letGo();
    await closing;
    await both.close();
  });
});

describe.skipIf(mayMissRedis)('a Redis that forgets or goes away', () => {
  const redisDriver = (): Promise<QueueDriver> => started(redis?.url ?? '');

  it('loses the hints that wait and carries the next ones', async () => {
    const [sender, receiver, host] = [await redisDriver(), await redisDriver(), new RecordingHost()];
    await sender.enqueueLaunch(launchHint());
    await redis?.flush();
    await receiver.consume(host);
    const next = launchHint();
    await sender.enqueueLaunch(next);
    await expect.poll(() => host.launches, within).toEqual([next]);
    await redis?.flush();
    const afterFlush = launchHint();
    await sender.enqueueLaunch(afterFlush);
    await expect.poll(() => host.launches, within).toEqual([next, afterFlush]);
  });

  it('lets a sender know that it is away, and carries hints again when it is back', async () => {
    const [sender, receiver, host] = [await redisDriver(), await redisDriver(), new RecordingHost()];
    await receiver.consume(host);
    await sender.enqueueLaunch(launchHint());
    await expect.poll(() => host.launches.length, within).toBe(1);
    await redis?.kill();
    await expect(sender.enqueueLaunch(launchHint())).rejects.toBeInstanceOf(QueueError);
    await redis?.resume();
    const hint = launchHint();
    await expect
      .poll(
        () =>
          sender.enqueueLaunch(hint).then(
            () => true,
            () => false,
          ),
        within,
      )
      .toBe(true);
    await expect.poll(() => host.launches.at(-1), within).toEqual(hint);
  });
});
