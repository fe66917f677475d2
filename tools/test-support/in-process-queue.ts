import type { CommandHint, HintHandlers, HintSender, LaunchHint } from '@weir/queues';

/** Hands hints straight to the host of the same process. Where there is none, hosts find the work by polling. */
export class InProcessQueue implements HintSender {
  #handlers: HintHandlers | null = null;

  /** Sets who takes the hints from now on; null for nobody. */
  connect(handlers: HintHandlers | null): void {
    this.#handlers = handlers;
  }

  async enqueueLaunch(hint: LaunchHint): Promise<void> {
    await this.#handlers?.launch(hint);
  }

  async enqueueCommand(hint: CommandHint): Promise<void> {
    await this.#handlers?.command(hint);
  }
}
