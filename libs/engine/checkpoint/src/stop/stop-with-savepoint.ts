import { assertNever } from '@weir/kernel';

/** One request to stop. */
export interface StopRequest {
  readonly requestId: string;
  readonly jobId: string;
  /** Finish the operators (windows, timers, sinks) before the savepoint; otherwise the job may go on from it. */
  readonly isDraining: boolean;
  /** Absolute folder under which the savepoint's own is made; null takes the root. */
  readonly directory: string | null;
}

export type StopEvent =
  | { readonly kind: 'savepoint-completed'; readonly path: string }
  /** `mayBeTriggered`: its barriers may be on their way, or have been followed. */
  | { readonly kind: 'savepoint-failed'; readonly message: string; readonly mayBeTriggered: boolean }
  /** All tasks have ended. `notFinished` names those that ended otherwise than FINISHED. */
  | { readonly kind: 'tasks-ended'; readonly notFinished: readonly string[] };

export type StopEffect =
  /** Tell the coordinator scheduling-paused. */
  | { readonly kind: 'pause-scheduling' }
  /** Tell the coordinator request-received with a STOP request; its answer is savepoint-completed or savepoint-failed. */
  | { readonly kind: 'request-savepoint'; readonly request: StopRequest }
  /** Tell the coordinator scheduling-resumed: the job goes on. */
  | { readonly kind: 'resume-scheduling' }
  /** The attempt must fail over as a whole: some of its tasks are gone already, or have ended their data. */
  | { readonly kind: 'fail-over'; readonly message: string }
  /** The run ends FINISHED; the answer to the request. */
  | { readonly kind: 'resolve-stop'; readonly requestId: string; readonly path: string }
  | { readonly kind: 'reject-stop'; readonly requestId: string; readonly message: string };

type Phase =
  | { readonly kind: 'SAVEPOINT_PENDING' }
  | { readonly kind: 'TASKS_ENDED'; readonly notFinished: readonly string[] }
  | { readonly kind: 'SAVEPOINT_COMPLETED'; readonly path: string }
  | { readonly kind: 'DONE' };

/**
 * Stop with savepoint as one state machine: the savepoint and the end of the tasks may come in either order, and each may fail.
 * `begin()` once, then `step()` for each event; what comes after the end is ignored.
 */
export class StopWithSavepoint {
  readonly #request: StopRequest;
  #phase: Phase = { kind: 'SAVEPOINT_PENDING' };

  constructor(request: StopRequest) {
    this.#request = request;
  }

  get isDone(): boolean {
    return this.#phase.kind === 'DONE';
  }

  begin(): readonly StopEffect[] {
    return [{ kind: 'pause-scheduling' }, { kind: 'request-savepoint', request: this.#request }];
  }

  step(event: StopEvent): readonly StopEffect[] {
    if (this.#phase.kind === 'DONE') return [];
    switch (event.kind) {
      case 'savepoint-completed':
        return this.#onSavepointCompleted(event.path);
      case 'savepoint-failed':
        return this.#onSavepointFailed(event);
      case 'tasks-ended':
        return this.#onTasksEnded(event.notFinished);
      default:
        return assertNever(event);
    }
  }

  #onSavepointCompleted(path: string): readonly StopEffect[] {
    if (this.#phase.kind === 'TASKS_ENDED') return this.#end(path, this.#phase.notFinished);
    this.#phase = { kind: 'SAVEPOINT_COMPLETED', path };
    return [];
  }

  /**
   * While tasks run the job simply goes on. When they have ended there is nothing to go on with; and a task that was triggered to drain has
   * ended its data before the savepoint, also one that will not hear of the failure: the attempt fails over.
   */
  #onSavepointFailed({
    message,
    mayBeTriggered,
  }: Extract<StopEvent, { kind: 'savepoint-failed' }>): readonly StopEffect[] {
    const haveTasksEnded = this.#phase.kind === 'TASKS_ENDED';
    this.#phase = { kind: 'DONE' };
    const rejection: StopEffect = {
      kind: 'reject-stop',
      requestId: this.#request.requestId,
      message: `The job was not stopped, because its savepoint failed: ${message}`,
    };
    if (haveTasksEnded)
      return [
        { kind: 'fail-over', message: `The tasks ended during a stop whose savepoint failed: ${message}` },
        rejection,
      ];
    if (this.#request.isDraining && mayBeTriggered)
      return [
        { kind: 'fail-over', message: `The savepoint that the job was to drain with failed: ${message}` },
        rejection,
      ];
    return [{ kind: 'resume-scheduling' }, rejection];
  }

  #onTasksEnded(notFinished: readonly string[]): readonly StopEffect[] {
    if (this.#phase.kind === 'SAVEPOINT_COMPLETED') return this.#end(this.#phase.path, notFinished);
    this.#phase = { kind: 'TASKS_ENDED', notFinished };
    return [];
  }

  #end(path: string, notFinished: readonly string[]): readonly StopEffect[] {
    this.#phase = { kind: 'DONE' };
    const { requestId, jobId } = this.#request;
    if (notFinished.length === 0) return [{ kind: 'resolve-stop', requestId, path }];
    const message =
      `A savepoint has been created at: ${path}, but the corresponding job ${jobId} failed during stopping. ` +
      `The savepoint is consistent, but might have uncommitted transactions. ` +
      `If you want to commit them, restart the job from this savepoint. Not finished: ${notFinished.join(', ')}.`;
    return [
      { kind: 'fail-over', message },
      { kind: 'reject-stop', requestId, message },
    ];
  }
}
