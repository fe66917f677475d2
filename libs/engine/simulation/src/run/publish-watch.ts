export interface Publication {
  readonly epoch: number;
  readonly checkpointId: number;
  /** The highest epoch that had opened the job when this publication began. */
  readonly openAtStart: number;
  readonly path: string;
}

/** Watches from outside that only one epoch publishes: what began after a higher epoch had opened must not succeed. */
export class PublishWatch {
  #highest = 0;
  #violation: string | null = null;

  get highestOpened(): number {
    return this.#highest;
  }

  get violation(): string | null {
    return this.#violation;
  }

  opened(epoch: number): void {
    this.#highest = Math.max(this.#highest, epoch);
  }

  published({ epoch, checkpointId, openAtStart }: Publication): void {
    if (openAtStart <= epoch) return;
    this.#violation ??= `epoch ${epoch} published checkpoint ${checkpointId} after epoch ${openAtStart} had opened the job`;
  }
}
