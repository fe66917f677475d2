import type { SubtaskRef } from '@weir/engine-checkpoint';
import type { Epoch } from '@weir/kernel';
import type { CoordinatorExecutor } from '../coordinator/coordinator-executor.ts';
import type { TaskMessenger, TaskTrigger } from '../coordinator/coordinator-ports.ts';
import { failureReportOf, type FailureReport } from '../engine-error.ts';
import type { ExecutionPlan } from '../plan/execution-plan.ts';
import type { ThreadDeployment } from '../thread/host-to-thread.ts';
import type { SubtaskMetrics, ThreadToHost } from '../thread/thread-to-host.ts';
import { AttemptThreads } from './attempt-threads.ts';
import type { RunPorts } from './run-ports.ts';

export interface AttemptOptions {
  readonly ports: Pick<RunPorts, 'spawner' | 'timers' | 'random' | 'logger'>;
  readonly jobId: string;
  readonly epoch: Epoch;
  readonly plan: ExecutionPlan;
  readonly deploymentOf: (thread: number) => ThreadDeployment;
  readonly coordinator: CoordinatorExecutor;
  readonly events: AttemptEvents;
}

export interface AttemptEvents {
  onRunning(): void;
  /** No task emits rows any more, and some wait for their last checkpoint. */
  onAllDataFinished(): void;
  onReported(message: Extract<ThreadToHost, { kind: 'reported' }>): void;
  onMetrics(subtasks: readonly SubtaskMetrics[]): void;
}

export type AttemptOutcome =
  { readonly kind: 'finished' } | { readonly kind: 'failed'; readonly failure: FailureReport };

/** The tasks of one attempt on their threads: deploys them, passes their messages to the coordinator, and knows how it ended. */
export class Attempt implements TaskMessenger {
  /** Resolves once, when all tasks have finished or the first thing has failed. The threads are then still there: see stop(). */
  readonly outcome: Promise<AttemptOutcome>;
  readonly #options: AttemptOptions;
  readonly #threads: AttemptThreads;
  readonly #subtaskIds: ReadonlyMap<string, number>;
  readonly #deployed = new Set<number>();
  readonly #dataFinished = new Set<number>();
  readonly #finished = new Set<number>();
  #settle: (outcome: AttemptOutcome) => void = () => undefined;
  #isSettled = false;
  #isRunning = false;

  constructor(options: AttemptOptions) {
    this.#options = options;
    this.#subtaskIds = new Map(
      options.plan.subtasks.map((subtask) => [keyOf({ vertex: subtask.vertex, subtask: subtask.index }), subtask.id]),
    );
    this.outcome = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#threads = new AttemptThreads({
      spawner: options.ports.spawner,
      timers: options.ports.timers,
      count: options.plan.threadCount,
      onMessage: (thread, message) => this.#onMessage(thread, message),
      onLost: (failure) => this.fail(failure),
    });
    this.#deploy();
  }

  /** What cannot be deployed fails the attempt, so that its threads are ended as those of any other. */
  #deploy(): void {
    try {
      for (let thread = 0; thread < this.#threads.count; thread += 1) {
        this.#threads.post(thread, { kind: 'deploy', deployment: this.#options.deploymentOf(thread) });
      }
    } catch (error) {
      this.fail(failureReportOf(error));
    }
  }

  /** Whether the outcome is known. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  get isRunning(): boolean {
    return this.#isRunning && !this.#isSettled;
  }

  /** Subtasks that have not ended FINISHED, for people. */
  get notFinished(): readonly string[] {
    return this.#options.plan.subtasks
      .filter(({ id }) => !this.#finished.has(id))
      .map(({ vertex, index }) => `${vertex} ${index}`);
  }

  /** Ends the attempt as failed, unless it has ended. */
  fail(failure: FailureReport): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#settle({ kind: 'failed', failure });
  }

  /** Ends the threads. Resolves when they are gone. */
  stop(graceMs: number): Promise<void> {
    this.#isSettled = true;
    return this.#threads.stop(graceMs);
  }

  trigger(tasks: readonly SubtaskRef[], { checkpointId, timestamp, options }: TaskTrigger): void {
    for (const task of tasks) {
      const subtask = this.#options.plan.subtasks[this.#subtaskIds.get(keyOf(task)) ?? -1];
      if (subtask === undefined) continue;
      this.#threads.post(subtask.thread, {
        kind: 'trigger-checkpoint',
        subtask: subtask.id,
        checkpointId,
        timestamp,
        options,
      });
    }
  }

  /** Threads pass it to all their tasks: one that did not take part finds the id of no meaning. */
  notifyComplete(tasks: readonly SubtaskRef[], checkpointId: number): void {
    if (tasks.length > 0) this.notifyCompleteToAll(checkpointId);
  }

  /** A task that knows already takes no notice. */
  notifyCompleteToAll(checkpointId: number): void {
    this.#threads.postAll({ kind: 'checkpoint-complete', checkpointId });
  }

  notifyAborted(tasks: readonly SubtaskRef[], checkpointId: number, latestCompletedId: number): void {
    if (tasks.length > 0) this.#threads.postAll({ kind: 'checkpoint-aborted', checkpointId, latestCompletedId });
  }

  #onMessage(thread: number, message: ThreadToHost): void {
    switch (message.kind) {
      case 'deployed':
        return this.#onDeployed(thread);
      case 'failed':
        return this.#onFailed(message);
      case 'checkpoint-acknowledged':
      case 'checkpoint-declined':
        return this.#toCoordinator(message);
      case 'data-finished':
        this.#dataFinished.add(message.subtask);
        return this.#checkDataFinished();
      case 'finished':
        return this.#onFinished(message.subtask);
      case 'reported':
        return this.#options.events.onReported(message);
      case 'metrics':
        return this.#options.events.onMetrics(message.subtasks);
      case 'logged':
        return this.#options.ports.logger.log(message.level, message.message, { ...message.values, thread });
      case 'stopped':
        return;
    }
  }

  #onDeployed(thread: number): void {
    this.#deployed.add(thread);
    if (this.#deployed.size < this.#threads.count || this.#isSettled) return;
    this.#isRunning = true;
    this.#threads.postAll({ kind: 'run' });
    this.#options.coordinator.tell({ kind: 'tasks-running', random: this.#options.ports.random.next() });
    this.#options.events.onRunning();
  }

  #onFailed({ subtask, failure }: Extract<ThreadToHost, { kind: 'failed' }>): void {
    const place = subtask === null ? null : this.#refOf(subtask);
    this.fail(place === null ? failure : { ...failure, subtask: failure.subtask ?? place.subtask });
  }

  #toCoordinator(message: Extract<ThreadToHost, { kind: 'checkpoint-acknowledged' | 'checkpoint-declined' }>): void {
    const task = this.#refOf(message.subtask);
    if (task === null || this.#isSettled) return;
    const origin = { jobId: this.#options.jobId, epoch: this.#options.epoch };
    if (message.kind === 'checkpoint-declined') {
      const { checkpointId, reason } = message;
      this.#options.coordinator.tell({
        kind: 'subtask-declined',
        origin,
        task,
        checkpointId,
        reason,
        message: message.message,
      });
      return;
    }
    const { checkpointId, location, lifecycle, timings, operators } = message;
    this.#options.coordinator.tell({
      kind: 'subtask-acknowledged',
      origin,
      task,
      checkpointId,
      location,
      lifecycle,
      timings,
      operators,
    });
  }

  #onFinished(subtask: number): void {
    this.#finished.add(subtask);
    const task = this.#refOf(subtask);
    if (task !== null && !this.#isSettled)
      this.#options.coordinator.tell({ kind: 'task-state-changed', task, state: 'FINISHED' });
    if (this.#finished.size < this.#options.plan.subtasks.length || this.#isSettled) return;
    this.#isSettled = true;
    this.#settle({ kind: 'finished' });
  }

  #checkDataFinished(): void {
    const isOver = this.#options.plan.subtasks.every(({ id }) => this.#dataFinished.has(id) || this.#finished.has(id));
    if (isOver && !this.#isSettled) this.#options.events.onAllDataFinished();
  }

  #refOf(subtask: number): SubtaskRef | null {
    const planned = this.#options.plan.subtasks[subtask];
    return planned === undefined ? null : { vertex: planned.vertex, subtask: planned.index };
  }
}

function keyOf(task: SubtaskRef): string {
  return `${task.vertex}#${task.subtask}`;
}
