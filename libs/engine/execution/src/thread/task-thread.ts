import { assertNever, type Cancel } from '@weir/kernel';
import { failureReportOf } from '../engine-error.ts';
import type { Task } from '../task/task.ts';
import type { HostToThread, TaskSettings, ThreadDeployment } from './host-to-thread.ts';
import type { LinkMultiplexer } from './link-multiplexer.ts';
import { TaskTurn } from './task-turn.ts';
import { deployThread } from './deploy-thread.ts';
import type { ThreadPorts } from './thread-ports.ts';

/** Time a slice may take before the event loop has its turn: file writes and sockets must not wait long. */
const sliceMs = 4;
/** Messages taken from one link at a time, so that a busy neighbour does not keep the tasks from their turns. */
const drainLimit = 64;

/**
 * One thread of a job: holds its tasks and steps them in turn. It runs wherever its ports put it: in a worker thread, or
 * beside others in the one thread of a simulation.
 */
export class TaskThread {
  readonly #ports: ThreadPorts;
  #settings: TaskSettings | null = null;
  #turns: readonly TaskTurn[] = [];
  #multiplexers: readonly LinkMultiplexer[] = [];
  #phase: 'new' | 'deploying' | 'deployed' | 'running' | 'failed' | 'stopping' | 'stopped' = 'new';
  #isSliceDue = false;
  #isAwake = false;
  #cancelTimer: Cancel | null = null;
  #cancelMetrics: Cancel | null = null;

  constructor(ports: ThreadPorts) {
    this.#ports = ports;
    for (const link of ports.links.values()) link.onArrival(() => this.wake());
  }

  /** Takes a message of the host. Never throws: what goes wrong is told to the host. */
  receive(message: HostToThread): void {
    switch (message.kind) {
      case 'deploy':
        return this.#guarded(() => this.#deploy(message.deployment));
      case 'run':
        return this.#run();
      case 'trigger-checkpoint':
        return this.#forTask(message.subtask, (task) => task.triggerCheckpoint(message));
      case 'checkpoint-complete':
        return this.#forEach((task) => task.notifyCheckpointComplete(message.checkpointId));
      case 'checkpoint-aborted':
        return this.#forEach((task) => task.notifyCheckpointAborted(message.checkpointId, message.latestCompletedId));
      case 'stop':
        return this.#guarded(() => this.#stop());
      default:
        return assertNever(message);
    }
  }

  /** Something may have work: a message arrived, a credit came back, a source has rows. */
  wake(): void {
    this.#isAwake = true;
    if (this.#isSliceDue || this.#phase !== 'running') return;
    this.#isSliceDue = true;
    this.#ports.loop.soon(() => this.#slice());
  }

  async #deploy(deployment: ThreadDeployment): Promise<void> {
    this.#phase = 'deploying';
    this.#settings = deployment.settings;
    const { tasks, multiplexers } = await deployThread(deployment, this.#ports, {
      wake: () => this.wake(),
      fail: (subtask, error) => this.#fail(subtask, error),
    });
    this.#turns = tasks.map((task) => new TaskTurn(task, this.#ports.clock.monotonic()));
    this.#multiplexers = multiplexers;
    for (const task of tasks) {
      if (!this.#isDeploying()) return;
      await this.#open(task);
    }
    if (!this.#isDeploying()) return;
    this.#phase = 'deployed';
    this.#ports.post({ kind: 'deployed' });
  }

  async #open(task: Task): Promise<void> {
    try {
      await task.open();
    } catch (error) {
      this.#fail(task.subtask.id, error);
    }
  }

  #run(): void {
    if (this.#phase !== 'deployed') return;
    this.#phase = 'running';
    this.#scheduleMetrics();
    this.wake();
  }

  #slice(): void {
    this.#isSliceDue = false;
    if (this.#phase !== 'running') return;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    const { clock } = this.#ports;
    const until = clock.monotonic() + sliceMs;
    let hasWork: boolean;
    let rounds = this.#settings?.roundsPerSlice ?? 1;
    do {
      this.#isAwake = false;
      hasWork = this.#round() || this.#isAwake;
      rounds -= 1;
    } while (hasWork && rounds > 0 && this.#isRunning() && clock.monotonic() < until);
    if (!this.#isRunning()) return;
    if (hasWork || this.#flushAll()) this.wake();
    else this.#sleep();
  }

  /** One turn for every task. Returns whether anything moved. */
  #round(): boolean {
    let hasMoved = false;
    const { clock } = this.#ports;
    const monotonic = (): number => clock.monotonic();
    let now = clock.monotonic();
    for (const turn of this.#turns) {
      for (const link of this.#multiplexers) hasMoved = link.drain(drainLimit) > 0 || hasMoved;
      if (turn.isDone) continue;
      try {
        const { result, end } = turn.take(now, monotonic);
        now = end;
        turn.flushIfDue(now, this.#settings?.flushAfterMs ?? 0);
        hasMoved = hasMoved || result === 'progressed' || result === 'done';
      } catch (error) {
        this.#fail(turn.task.subtask.id, error);
        return false;
      }
    }
    return hasMoved;
  }

  /** Nobody has input: what waits for more rows is sent. Returns whether anything was. */
  #flushAll(): boolean {
    let hasSent = false;
    for (const { task, isDone } of this.#turns) {
      if (isDone || !task.hasPending) continue;
      task.flush();
      hasSent = true;
    }
    return hasSent;
  }

  #sleep(): void {
    let wakeAt = Infinity;
    for (const { task, isDone } of this.#turns) {
      if (!isDone && task.wakeAt !== null) wakeAt = Math.min(wakeAt, task.wakeAt);
    }
    if (wakeAt === Infinity) return;
    const delay = Math.max(0, wakeAt - this.#ports.clock.monotonic());
    this.#cancelTimer = this.#ports.timers.schedule(delay, () => this.wake());
  }

  #scheduleMetrics(): void {
    const interval = this.#settings?.metricsIntervalMs ?? 0;
    this.#cancelMetrics = this.#ports.timers.schedule(interval, () => {
      this.#postMetrics();
      this.#scheduleMetrics();
    });
  }

  #postMetrics(): void {
    const now = this.#ports.clock.monotonic();
    const subtasks = this.#turns.map((turn) => {
      turn.accountUntil(now);
      const operators = turn.task.counters.map(({ uid, recordsIn, recordsOut }) => ({ uid, recordsIn, recordsOut }));
      const { busyMs, backPressuredMs, idleMs } = turn;
      return { subtask: turn.task.subtask.id, busyMs, backPressuredMs, idleMs, operators };
    });
    this.#ports.post({ kind: 'metrics', subtasks });
  }

  #fail(subtask: number | null, error: unknown): void {
    if (this.#phase === 'failed' || this.#phase === 'stopping' || this.#phase === 'stopped') return;
    this.#phase = 'failed';
    this.#quiet();
    this.#ports.post({ kind: 'failed', subtask, failure: failureReportOf(error) });
  }

  async #stop(): Promise<void> {
    if (this.#phase === 'stopping' || this.#phase === 'stopped') return;
    const hasRun = this.#phase === 'running';
    this.#phase = 'stopping';
    this.#quiet();
    const turns = this.#turns;
    const closings = await Promise.allSettled(turns.map(({ task }) => task.close()));
    for (const closing of closings) {
      if (closing.status === 'rejected') {
        this.#ports.logger.log('warn', 'A task did not close cleanly.', { failure: failureReportOf(closing.reason) });
      }
    }
    if (hasRun) this.#postMetrics();
    for (const link of this.#multiplexers) link.close();
    this.#phase = 'stopped';
    this.#ports.post({ kind: 'stopped' });
  }

  #quiet(): void {
    this.#cancelTimer?.();
    this.#cancelMetrics?.();
    this.#cancelTimer = null;
    this.#cancelMetrics = null;
  }

  #isDeploying(): boolean {
    return this.#phase === 'deploying';
  }

  #isRunning(): boolean {
    return this.#phase === 'running';
  }

  #forTask(subtask: number, call: (task: Task) => void): void {
    this.#forEach((task) => {
      if (task.subtask.id === subtask) call(task);
    });
  }

  #forEach(call: (task: Task) => void): void {
    if (this.#phase !== 'running') return;
    for (const { task } of this.#turns) {
      try {
        call(task);
      } catch (error) {
        return this.#fail(task.subtask.id, error);
      }
    }
    this.wake();
  }

  #guarded(action: () => Promise<void>): void {
    action().catch((error: unknown) => this.#fail(null, error));
  }
}
