import { createRestartStrategy, type CheckpointCounts, type RestartStrategy } from '@weir/engine-checkpoint';
import type { AttemptFailure, RunEnd, RunObserver, RunState } from '@weir/run-contract';
import { printLimits } from '@weir/job-spec';
import { invariant, messageOf, type Epoch } from '@weir/kernel';
import type { CoordinatorExecutor } from '../coordinator/coordinator-executor.ts';
import type { RequestAnswer } from '../coordinator/coordinator-ports.ts';
import { failureReportOf, type EngineErrorCode, type FailureReport } from '../engine-error.ts';
import { graphOperatorsOf } from '../plan/graph-operators.ts';
import { buildJobGraph, type JobGraph } from '../plan/job-graph.ts';
import { AttemptStarter, type PreparedAttempt } from './attempt-starter.ts';
import { Attempt, type AttemptOutcome } from './attempt.ts';
import { restartConfigOf } from './coordinator-config-of.ts';
import { EndRequest, type EndWish } from './end-request.ts';
import { OutputTail } from './output-tail.ts';
import { RunCheckpoints } from './run-checkpoints.ts';
import { RunMeter } from './run-meter.ts';
import type { RunOptions, RunPorts } from './run-ports.ts';
import { isEndState, RunLifecycle, type RunEvent } from './run-state.ts';
import type { StopAnswer, StopOptions } from './savepoint-stop.ts';

/** Time the tasks of a failed attempt get to close, and those of one that ends well. */
const failedGraceMs = 2_000;
const endedGraceMs = 10_000;

/** Failures that a restart meets again. */
const hopelessCodes: ReadonlySet<string> = new Set<EngineErrorCode>(['RESTORE_FAILED', 'UNSUPPORTED', 'EPOCH_REFUSED']);

/** The run was asked to end before its attempt had. */
const interrupted = { kind: 'interrupted' } as const;
type LivedOutcome = AttemptOutcome | typeof interrupted;

/**
 * One run of a job, over all its attempts, from its start to its end: what becomes of an attempt stands here, its checkpoints are with
 * {@link RunCheckpoints}. Lives on the host's main thread.
 */
export class JobMaster {
  /** Resolves, never rejects, when the run has ended and its threads are gone. */
  readonly ended: Promise<RunEnd>;
  readonly output: OutputTail;
  readonly meter: RunMeter;
  readonly graph: JobGraph;
  readonly #ports: RunPorts;
  readonly #options: RunOptions;
  readonly #listener: RunObserver;
  readonly #checkpoints: RunCheckpoints;
  readonly #restart: RestartStrategy;
  readonly #starter: AttemptStarter;
  readonly #endRequest: EndRequest;
  readonly #lifecycle: RunLifecycle;
  #isFirstAttempt = true;
  /** The last epoch whose start the listener was told. */
  #startedEpoch: Epoch | null = null;

  constructor(options: RunOptions, ports: RunPorts, listener: RunObserver) {
    this.#options = options;
    this.#ports = ports;
    this.#listener = listener;
    this.graph = buildJobGraph(graphOperatorsOf(options.job));
    this.output = new OutputTail(printLimits(options.job.spec));
    this.meter = new RunMeter(ports.clock, options.job, this.graph);
    this.#checkpoints = new RunCheckpoints(options, ports, listener);
    this.#restart = createRestartStrategy(restartConfigOf(options.job));
    this.#starter = new AttemptStarter(ports, options, this.graph);
    this.#endRequest = new EndRequest(ports.timers);
    this.#lifecycle = new RunLifecycle(listener, ports.clock);
    this.ended = this.#live();
  }

  get jobId(): RunOptions['jobId'] {
    return this.#options.jobId;
  }

  get state(): RunState {
    return this.#lifecycle.state;
  }

  get checkpointCounts(): CheckpointCounts {
    return this.#checkpoints.counts;
  }

  /** Resolves when the snapshot is complete or has failed. */
  triggerCheckpoint(): Promise<RequestAnswer> {
    return this.#request({ kind: 'CHECKPOINT', trigger: 'MANUAL', type: 'CONFIGURED' });
  }

  /** `directory`: absolute; null takes the storage's own. */
  triggerSavepoint(directory: string | null): Promise<RequestAnswer> {
    return this.#request({ kind: 'SAVEPOINT', trigger: 'MANUAL', directory });
  }

  /** Stop with a savepoint: the run ends FINISHED, or goes on when the savepoint fails. */
  stop(options: StopOptions): Promise<StopAnswer> {
    if (this.state !== 'RUNNING')
      return Promise.resolve({ kind: 'refused', message: `The run is ${this.state}, not RUNNING.` });
    return this.#checkpoints.stop.begin(options);
  }

  /** Ends the run SUSPENDED, after one last checkpoint when it completes within `timeoutMs`. */
  async suspend(timeoutMs: number): Promise<void> {
    if (this.state === 'RUNNING') {
      await new Promise<void>((resolve) => {
        const cancel = this.#ports.timers.schedule(timeoutMs, resolve);
        void this.triggerCheckpoint().then(() => {
          cancel();
          resolve();
        });
      });
    }
    this.#endRequest.express('SUSPEND');
    await this.ended;
  }

  /** Ends the run CANCELED, also when it was being suspended. Idempotent. */
  async cancel(): Promise<void> {
    if (!isEndState(this.state)) this.#lifecycle.on('CANCEL_REQUESTED');
    this.#endRequest.express('CANCEL');
    await this.ended;
  }

  #request(request: Parameters<CoordinatorExecutor['request']>[0]): Promise<RequestAnswer> {
    if (this.state === 'RUNNING') return this.#checkpoints.executor.request(request);
    const message = `The run is ${this.state}, not RUNNING.`;
    return Promise.resolve({ kind: 'failed', reason: 'NOT_ALL_REQUIRED_TASKS_RUNNING', message, checkpointId: null });
  }

  async #live(): Promise<RunEnd> {
    for (;;) {
      const outcome = await this.#liveAttempt();
      const { wish } = this.#endRequest;
      if (outcome.kind === 'finished' && wish !== 'CANCEL') return this.#end('TASKS_FINISHED', null);
      if (wish !== null || outcome.kind !== 'failed') return this.#endByWish(wish ?? 'CANCEL');
      const failure = { ...outcome.failure, timestamp: this.#ports.clock.now() };
      const decision = hopelessCodes.has(failure.code)
        ? { restart: false as const, reason: 'A restart would meet the same failure.' }
        : this.#restart.onFailure({ now: this.#ports.clock.monotonic(), random: this.#ports.random.next() });
      if (!decision.restart) {
        this.#ports.logger.log('error', 'The run has failed.', { failure: failure.message, reason: decision.reason });
        return this.#end('RESTART_REFUSED', failure);
      }
      this.#lifecycle.on('RESTART_GRANTED', decision.delayMs);
      this.#ports.logger.log('warn', 'The attempt has failed; the next one follows.', {
        failure: failure.message,
        delayMs: decision.delayMs,
      });
      await this.#endRequest.pause(decision.delayMs);
      if (this.#endRequest.wish !== null) return this.#endByWish(this.#endRequest.wish);
      this.#lifecycle.on('ATTEMPT_BEGUN');
    }
  }

  /** One attempt from its epoch to the end of its threads. */
  async #liveAttempt(): Promise<LivedOutcome> {
    let epoch: Epoch | null = null;
    let outcome: LivedOutcome;
    try {
      // A manifest on its way decides what is restored: it is waited for, or fenced by the next epoch.
      await this.#endRequest.orInterrupted(this.#checkpoints.executor.idle());
      const { signal } = this.#endRequest;
      epoch = await this.#endRequest.orInterrupted(this.#starter.acquireEpoch(signal));
      const known = this.#isFirstAttempt ? null : this.#checkpoints.restorePoint;
      const isFirstAttempt = this.#isFirstAttempt;
      const preparation = this.#starter.prepare(epoch, { isFirstAttempt, known, signal });
      const prepared = await this.#endRequest.orInterrupted(preparation);
      this.#isFirstAttempt = false;
      outcome = await this.#runAttempt(prepared);
    } catch (error) {
      outcome = this.#onAttemptFailed(epoch, failureReportOf(error));
    }
    return outcome;
  }

  async #runAttempt(prepared: PreparedAttempt): Promise<LivedOutcome> {
    const { epoch, storage, plan, started, restoredFrom, deploymentOf } = prepared;
    const { clock } = this.#ports;
    const { executor } = this.#checkpoints;
    executor.startAttempt(started, storage);
    this.#startedEpoch = epoch;
    this.#listener.onAttemptStarted({ epoch, startedAt: clock.now(), restoredFrom });
    this.meter.startAttempt(plan);
    const attempt = new Attempt({
      ports: this.#ports,
      jobId: this.#options.jobId,
      epoch,
      plan,
      deploymentOf,
      coordinator: executor,
      events: {
        onRunning: () => {
          this.meter.startWindow();
          this.#lifecycle.on('TASKS_RUNNING');
          this.#removeLeftovers(epoch);
        },
        onAllDataFinished: () => this.#checkpoints.onDataEnded(),
        onReported: ({ operatorUid, subtask, timestamp, rows }) =>
          this.output.add(operatorUid, subtask, { timestamp, rows }),
        onMetrics: (subtasks) => this.meter.add(subtasks),
      },
    });
    this.#checkpoints.onAttempt(attempt);
    await this.#endRequest.unlessAsked(attempt.outcome);
    const outcome = attempt.isSettled || this.#endRequest.wish === null ? await attempt.outcome : interrupted;
    if (outcome.kind === 'failed') this.#lifecycle.on('ATTEMPT_FAILED');
    this.#tellTasksGone(attempt, outcome);
    await attempt.stop(outcome.kind === 'failed' ? failedGraceMs : endedGraceMs);
    this.#checkpoints.onAttemptGone();
    const failure = outcome.kind === 'failed' ? { ...outcome.failure, timestamp: clock.now() } : null;
    this.#listener.onAttemptEnded(epoch, clock.now(), failure);
    return outcome;
  }

  #onAttemptFailed(epoch: Epoch | null, failure: FailureReport): LivedOutcome {
    if (this.#endRequest.wish !== null) return interrupted;
    this.#lifecycle.on('ATTEMPT_FAILED');
    const timestamp = this.#ports.clock.now();
    if (epoch !== null) {
      if (this.#startedEpoch !== epoch)
        this.#listener.onAttemptStarted({ epoch, startedAt: timestamp, restoredFrom: null });
      this.#listener.onAttemptEnded(epoch, timestamp, { ...failure, timestamp });
    }
    return { kind: 'failed', failure };
  }

  #tellTasksGone(attempt: Attempt, outcome: LivedOutcome): void {
    const message = outcome.kind === 'failed' ? outcome.failure.message : 'The run was asked to end.';
    if (outcome.kind !== 'finished') this.#checkpoints.executor.tell({ kind: 'tasks-failed', message });
    this.#checkpoints.stop.onTasksEnded(attempt.notFinished);
  }

  #endByWish(wish: EndWish): Promise<RunEnd> {
    return this.#end(wish === 'CANCEL' ? 'THREADS_GONE' : 'SUSPENDED_BY_REQUEST', null);
  }

  async #end(event: RunEvent, failure: AttemptFailure | null): Promise<RunEnd> {
    this.#lifecycle.on(event);
    const state = this.state;
    invariant(isEndState(state), 'A run ends in an end state.', { state, event });
    const endedAt = this.#ports.clock.now();
    // Whoever does not know that the run has ended will resume it: until that is on record nothing it needs may be cleaned away.
    if (state !== 'SUSPENDED' && (await this.#confirmEnd({ state, failure, endedAt }))) {
      this.#checkpoints.executor.tell({ kind: 'job-ended', state });
    }
    await this.#checkpoints.executor.close();
    this.#checkpoints.stop.onRunEnded();
    return { state, failure, endedAt };
  }

  /** Without an answer the end counts as not on record: checkpoints are kept rather than missed. */
  async #confirmEnd(end: RunEnd): Promise<boolean> {
    try {
      return await this.#ports.epochs.confirmEnd(end);
    } catch (error) {
      this.#ports.logger.log('warn', 'The end of the run is not on record; its checkpoints are kept.', {
        error: messageOf(error),
      });
      return false;
    }
  }

  /** What earlier attempts left unfinished is in nobody's way: a failure to remove it is only logged. */
  #removeLeftovers(epoch: Epoch): void {
    const { removeLeftovers, logger } = this.#ports;
    removeLeftovers?.(this.#options.jobId, epoch).catch((error: unknown) => {
      logger.log('warn', 'Leftovers of earlier attempts could not be removed.', { epoch, error: messageOf(error) });
    });
  }
}
