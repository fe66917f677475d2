import type { StepResult, Task } from '../task/task.ts';

/** Steps a task takes before the next task's turn: enough to keep its data warm, few enough to be fair. */
const stepsPerTurn = 4;

/** A task in its thread's round, with the share of time it was busy, back-pressured or idle, read once a turn. */
export class TaskTurn {
  readonly task: Task;
  busyMs = 0;
  backPressuredMs = 0;
  idleMs = 0;
  #lastResult: StepResult = 'idle';
  #lastEnd: number;
  #pendingSince: number | null = null;

  constructor(task: Task, now: number) {
    this.task = task;
    this.#lastEnd = now;
  }

  get isDone(): boolean {
    return this.#lastResult === 'done';
  }

  /** Gives the task its turn, which begins at `now`. Returns the time of its end on the same clock. */
  take(now: number, monotonic: () => number): { readonly result: StepResult; readonly end: number } {
    this.#account(now);
    let result: StepResult = this.#lastResult === 'done' ? 'done' : this.task.step();
    let hasProgressed = result === 'progressed';
    for (let step = 1; step < stepsPerTurn && result === 'progressed'; step += 1) result = this.task.step();
    hasProgressed ||= result === 'progressed';
    const end = monotonic();
    if (hasProgressed) this.busyMs += end - now;
    else this.#attribute(result, end - now);
    this.#lastEnd = end;
    this.#lastResult = result;
    return { result: hasProgressed && result !== 'done' ? 'progressed' : result, end };
  }

  /** Sends partial batches that have waited for `flushAfterMs`. */
  flushIfDue(now: number, flushAfterMs: number): void {
    if (!this.task.hasPending) this.#pendingSince = null;
    else if (this.#pendingSince === null) this.#pendingSince = now;
    else if (now - this.#pendingSince >= flushAfterMs) {
      this.task.flush();
      this.#pendingSince = null;
    }
  }

  /** Adds the time since the last turn to the counters, so that a sleeping task's figures are current. */
  accountUntil(now: number): void {
    this.#account(now);
    this.#lastEnd = now;
  }

  #account(now: number): void {
    this.#attribute(this.#lastResult, now - this.#lastEnd);
  }

  /** Waiting for the thread after a step that progressed is nobody's share. */
  #attribute(result: StepResult, elapsed: number): void {
    if (result === 'blocked') this.backPressuredMs += elapsed;
    else if (result === 'idle') this.idleMs += elapsed;
  }
}
