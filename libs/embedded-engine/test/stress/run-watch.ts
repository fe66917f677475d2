import type { AttemptOrigin, AttemptFailure, CheckpointRecord, RunObserver, RunState } from '@weir/run-contract';

/** What a run told, and a way to wait for it. */
export class RunWatch implements RunObserver {
  state: RunState = 'INITIALIZING';
  attempts = 0;
  readonly failures: AttemptFailure[] = [];
  /** Of all attempts. */
  completed = 0;
  failed = 0;
  completedInAttempt = 0;
  restoredFrom: AttemptOrigin | null = null;
  readonly #waiters = new Set<() => void>();

  onState(state: RunState): void {
    this.state = state;
    this.#wake();
  }

  onAttemptStarted({ restoredFrom }: Parameters<RunObserver['onAttemptStarted']>[0]): void {
    this.attempts += 1;
    this.completedInAttempt = 0;
    this.restoredFrom = restoredFrom;
    this.#wake();
  }

  onAttemptEnded(_epoch: number, _timestamp: number, failure: AttemptFailure | null): void {
    if (failure !== null) this.failures.push(failure);
    this.#wake();
  }

  onCheckpoint({ status }: CheckpointRecord): void {
    if (status === 'IN_PROGRESS') return;
    if (status === 'FAILED') this.failed += 1;
    else {
      this.completed += 1;
      this.completedInAttempt += 1;
    }
    this.#wake();
  }

  onCheckpointDiscarded(): void {
    // Whether files stay behind is looked at on disk.
  }

  /** Resolves to whether it came true within that time. */
  until(isTrue: () => boolean, withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (result: boolean): void => {
        clearTimeout(timer);
        this.#waiters.delete(look);
        resolve(result);
      };
      const look = (): void => {
        if (isTrue()) settle(true);
      };
      const timer = setTimeout(() => settle(false), withinMs);
      this.#waiters.add(look);
      look();
    });
  }

  #wake(): void {
    for (const look of [...this.#waiters]) look();
  }
}
