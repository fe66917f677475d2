import type { SubtaskCheckpoints } from '@weir/engine-checkpoint';
import { invariant } from '@weir/kernel';
import type { SubtaskSnapshots } from './subtask-snapshots.ts';
import type { TaskDeployment } from './task-deployment.ts';

/** How a task's data ended. */
export type EndOfDataMode = 'DRAIN' | 'STOP';

/**
 * The end of a task, in order: its data ends (and its operators finish, unless the job stops to go on elsewhere), the last
 * checkpoint completes and is told to the operators, the end of input goes downstream, the operators are closed.
 */
export class TaskEnding {
  readonly #task: TaskDeployment;
  readonly #rules: SubtaskCheckpoints;
  readonly #snapshots: SubtaskSnapshots;
  #dataMode: EndOfDataMode | null = null;
  #isEnding = false;

  constructor(task: TaskDeployment, rules: SubtaskCheckpoints, snapshots: SubtaskSnapshots) {
    this.#task = task;
    this.#rules = rules;
    this.#snapshots = snapshots;
  }

  get hasDataEnded(): boolean {
    return this.#dataMode !== null;
  }

  get isEnding(): boolean {
    return this.#isEnding;
  }

  /** No rows follow. DRAIN lets the operators emit what they hold back. */
  endData(mode: EndOfDataMode): void {
    invariant(this.#dataMode === null, 'Data ends once.');
    const { chain, output, isFinishedOnRestore, events } = this.#task;
    this.#dataMode = mode;
    if (mode === 'DRAIN') {
      if (!isFinishedOnRestore) chain.finish();
      this.#rules.onOperatorsFinished();
    }
    output.broadcast({ kind: 'end-of-data', mode });
    if (mode === 'DRAIN') events.onDataFinished();
  }

  /** Whether nothing keeps the task but its inputs. */
  get mayEnd(): boolean {
    return this.#dataMode !== null && this.#rules.mayEnd;
  }

  /** Sends the end and closes the operators behind the last commit. Once. */
  end(): void {
    invariant(!this.#isEnding, 'A task ends once.');
    this.#isEnding = true;
    this.#task.output.broadcast({ kind: 'end-of-input' });
    this.#close().then(this.#task.events.onFinished, this.#task.events.fail);
  }

  async #close(): Promise<void> {
    await this.#snapshots.notified;
    await this.#snapshots.close();
    await this.#task.chain.close();
  }
}
