import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { claimWorkerIdentity, defaultHostTimes, RunHost, type HostEnvironment, type WorkerIdentity } from '@weir/jobs';
import type { Logger } from '@weir/kernel';
import type { Infrastructure } from './infrastructure.ts';
import { nodeClock, nodeIds } from './node-ports.ts';
import { environmentToken, infrastructureToken, loggerToken } from './tokens.ts';

/** How long an orderly end may take: every run's last checkpoint, and a little. */
export const stopMsMax = defaultHostTimes.suspendTimeoutMs + 5_000;

/**
 * The engine host of this process: takes runs that wait, woken by the queue, by notifications and by its own look every half second,
 * and gives them back when the process ends.
 */
@Injectable()
export class EngineHost implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #host: RunHost;
  readonly #identity: WorkerIdentity;

  constructor(
    @Inject(environmentToken) environment: HostEnvironment,
    @Inject(infrastructureToken) private readonly infrastructure: Infrastructure,
    @Inject(loggerToken) private readonly logger: Logger,
  ) {
    this.#identity = claimWorkerIdentity(environment.dataDir);
    const { store, target, queue, listener, snapshotRoots } = infrastructure;
    this.#host = new RunHost(
      { store, target, queue, snapshotRoots, clock: nodeClock, ids: nodeIds, logger },
      { ...defaultHostTimes, workerId: this.#identity.workerId, role: 'worker', capacity: environment.runsMax },
      listener,
    );
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.#host.start();
    await this.infrastructure.queue.consume(this.#host);
    this.logger.log('info', 'The worker takes runs.', {
      workerId: this.#identity.workerId,
      queue: this.infrastructure.queue.name,
    });
  }

  /** The queue first, so that no new run comes in while the others are suspended. */
  async onApplicationShutdown(): Promise<void> {
    this.logger.log('info', 'The worker suspends its runs.', { runs: this.#host.runCount });
    await this.infrastructure.queue.close();
    await this.#host.stop(stopMsMax);
    await this.infrastructure.close();
    this.#identity.release();
  }
}
