import type { CommandHint, LaunchHint, RunQueue, RunQueueHandlers } from '@weir/jobs';

/** Hands hints straight to the host of the same process. Where there is none, hosts find the work by polling. */
export class InProcessQueue implements RunQueue {
  #handlers: RunQueueHandlers | null = null;

  /** Sets who takes the hints from now on; null for nobody. */
  connect(handlers: RunQueueHandlers | null): void {
    this.#handlers = handlers;
  }

  async enqueueLaunch(hint: LaunchHint): Promise<void> {
    await this.#handlers?.launch(hint);
  }

  async enqueueCommand(hint: CommandHint): Promise<void> {
    await this.#handlers?.command(hint);
  }
}
