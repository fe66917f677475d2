import {
  CheckpointCoordinator,
  createRestartStrategy,
  type CheckpointCounts,
  type RestartStrategy,
} from '@weir/engine-checkpoint';
import type { AttemptFailure, CheckpointRecord, RunEnd, RunObserver, RunState } from '@weir/run-contract';
import { printLimits } from '@weir/job-spec';
import { invariant, messageOf, type Epoch } from '@weir/kernel';
import { CoordinatorExecutor } from '../coordinator/coordinator-executor.ts';
import type { RequestAnswer } from '../coordinator/coordinator-ports.ts';
import { failureReportOf, type EngineErrorCode, type FailureReport } from '../engine-error.ts';
import { graphOperatorsOf } from '../plan/graph-operators.ts';
import { buildJobGraph, type JobGraph } from '../plan/job-graph.ts';
import { AttemptStarter, type PreparedAttempt } from './attempt-starter.ts';
import { Attempt, type AttemptOutcome } from './attempt.ts';
import { coordinatorConfigOf, restartConfigOf } from './coordinator-config-of.ts';
import { EndRequest, type EndWish } from './end-request.ts';
import { FinalCheckpoint } from './final-checkpoint.ts';
import { OutputTail } from './output-tail.ts';
import { RunMeter } from './run-meter.ts';
import type { RunOptions, RunPorts } from './run-ports.ts';
import { isEndState, nextRunState, type RunEvent } from './run-state.ts';
import { SavepointStop, type StopAnswer, type StopOptions } from './savepoint-stop.ts';

/** Time the tasks of a failed attempt get to close, and those of one that ends well. */
const failedGraceMs = 2_000;
const endedGraceMs = 10_000;

/** Failures that a restart meets again. */
const hopelessCodes: ReadonlySet<string> = new Set<EngineErrorCode>(['RESTORE_FAILED', 'UNSUPPORTED', 'EPOCH_REFUSED']);

/** The run was asked to end before its attempt had. */
const interrupted = { kind: 'interrupted' } as const;
type LivedOutcome = AttemptOutcome | typeof interrupted;

/** One run of a job, over all its attempts, from its start to its end. Lives on the host's main thread. */
export class JobMaster {
  /** Resolves, never rejects, when the run has ended and its threads are gone. */
  readonly ended: Promise<RunEnd>;
  readonly output: OutputTail;
  readonly meter: RunMeter;
  readonly #ports: RunPorts;
  readonly #options: RunOptions;
  readonly #listener: RunObserver;
  readonly #coordinator: CheckpointCoordinator;
  readonly #executor: CoordinatorExecutor;
  readonly #restart: RestartStrategy;
  readonly #starter: AttemptStarter;
  readonly #stop: SavepointStop;
  readonly #graph: JobGraph;
  readonly #finalCheckpoint: FinalCheckpoint;
  readonly #endRequest: EndRequest;
  #state: RunState = 'INITIALIZING';
  #attempt: Attempt | null = null;
  #isFirstAttempt = true;
  /** The last epoch whose start the listener was told. */
  #startedEpoch: Epoch | null = null;

  constructor(options: RunOptions, ports: RunPorts, listener: RunObserver) {
    this.#options = options;
    this.#ports = ports;
    this.#listener = listener;
    this.#graph = buildJobGraph(graphOperatorsOf(options.job));
    this.output = new OutputTail(printLimits(options.job.spec));
    this.meter = new RunMeter(ports.clock, options.job, this.#graph);
    const { jobId, runId, specDigest, job } = options;
    this.#coordinator = new CheckpointCoordinator({
      identity: { jobId, runId, specDigest, maxParallelism: job.maxParallelism },
      config: coordinatorConfigOf(job),
      firstCheckpointId: options.firstCheckpointId,
    });
    this.#executor = new CoordinatorExecutor(this.#coordinator, {
      ...ports,
      tasks: {
        trigger: (tasks, trigger) => this.#attempt?.trigger(tasks, trigger),
        notifyComplete: (tasks, id) => this.#attempt?.notifyComplete(tasks, id),
        notifyAborted: (tasks, id, latest) => this.#attempt?.notifyAborted(tasks, id, latest),
      },
      listener: {
        onRecord: (record) => this.#onRecord(record),
        onDiscarded: (checkpointId) => listener.onCheckpointDiscarded(checkpointId),
        onFailJob: ({ reason, message, task }) => {
          const code = reason === 'EPOCH_FENCED' ? 'EPOCH_REFUSED' : 'CHECKPOINT_FAILURES_EXCEEDED';
          this.#attempt?.fail({
            code,
            message,
            stack: null,
            operatorUid: task?.vertex ?? null,
            subtask: task?.subtask ?? null,
          });
        },
      },
    });
    this.#restart = createRestartStrategy(restartConfigOf(job));
    this.#stop = new SavepointStop({
      jobId,
      ids: ports.ids,
      random: ports.random,
      coordinator: this.#executor,
      failAttempt: (failure) => this.#attempt?.fail(failure),
      timers: ports.timers,
      notifyAgain: (checkpointId) => this.#attempt?.notifyCompleteToAll(checkpointId),
    });
    this.#finalCheckpoint = new FinalCheckpoint({
      timers: ports.timers,
      random: ports.random,
      coordinator: this.#executor,
      isCheckpointPending: () => this.#coordinator.pendingIds.length > 0,
      isStopUnderWay: () => this.#stop.isUnderWay,
      attempt: () => this.#attempt,
    });
    this.#endRequest = new EndRequest(ports.timers);
    this.#starter = new AttemptStarter(ports, options, this.#graph);
    listener.onState(this.#state, ports.clock.now(), null);
    this.ended = this.#live();
  }

  get jobId(): RunOptions['jobId'] {
    return this.#options.jobId;
  }

  get state(): RunState {
    return this.#state;
  }

  get graph(): JobGraph {
    return this.#graph;
  }

  get checkpointCounts(): CheckpointCounts {
    return this.#coordinator.counts;
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
    if (this.#state !== 'RUNNING')
      return Promise.resolve({ kind: 'refused', message: `The run is ${this.#state}, not RUNNING.` });
    return this.#stop.begin(options);
  }

  /** Ends the run SUSPENDED, after one last checkpoint when it completes within `timeoutMs`. */
  async suspend(timeoutMs: number): Promise<void> {
    if (this.#state === 'RUNNING') {
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
    if (!isEndState(this.#state)) this.#transition('CANCEL_REQUESTED');
    this.#endRequest.express('CANCEL');
    await this.ended;
  }

  #request(request: Parameters<CoordinatorExecutor['request']>[0]): Promise<RequestAnswer> {
    if (this.#state === 'RUNNING') return this.#executor.request(request);
    const message = `The run is ${this.#state}, not RUNNING.`;
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
      this.#transition('RESTART_GRANTED', decision.delayMs);
      this.#ports.logger.log('warn', 'The attempt has failed; the next one follows.', {
        failure: failure.message,
        delayMs: decision.delayMs,
      });
      await this.#endRequest.pause(decision.delayMs);
      if (this.#endRequest.wish !== null) return this.#endByWish(this.#endRequest.wish);
      this.#transition('ATTEMPT_BEGUN');
    }
  }

  /** One attempt from its epoch to the end of its threads. */
  async #liveAttempt(): Promise<LivedOutcome> {
    let epoch: Epoch | null = null;
    let outcome: LivedOutcome;
    try {
      // A manifest on its way decides what is restored: it is waited for, or fenced by the next epoch.
      await this.#endRequest.orInterrupted(this.#executor.idle());
      const { signal } = this.#endRequest;
      epoch = await this.#endRequest.orInterrupted(this.#starter.acquireEpoch(signal));
      const known = this.#isFirstAttempt ? null : this.#coordinator.restorePoint;
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
    this.#executor.startAttempt(started, storage);
    this.#startedEpoch = epoch;
    this.#listener.onAttemptStarted({ epoch, startedAt: clock.now(), restoredFrom });
    this.meter.startAttempt(plan);
    const attempt: Attempt = new Attempt({
      ports: this.#ports,
      jobId: this.#options.jobId,
      epoch,
      graph: this.#graph,
      plan,
      topology: started.topology,
      deploymentOf,
      coordinator: this.#executor,
      events: {
        onRunning: () => {
          this.meter.startWindow();
          this.#transition('TASKS_RUNNING');
          this.#removeLeftovers(epoch);
        },
        onAllDataFinished: () => this.#finalCheckpoint.take(attempt),
        onReported: ({ operatorUid, subtask, timestamp, rows }) =>
          this.output.add(operatorUid, subtask, { timestamp, rows }),
        onMetrics: (subtasks) => this.meter.add(subtasks),
      },
    });
    this.#attempt = attempt;
    await this.#endRequest.unlessAsked(attempt.outcome);
    const outcome = attempt.isSettled || this.#endRequest.wish === null ? await attempt.outcome : interrupted;
    if (outcome.kind === 'failed') this.#transition('ATTEMPT_FAILED');
    this.#tellTasksGone(attempt, outcome);
    await attempt.stop(outcome.kind === 'failed' ? failedGraceMs : endedGraceMs);
    this.#attempt = null;
    const failure = outcome.kind === 'failed' ? { ...outcome.failure, timestamp: clock.now() } : null;
    this.#listener.onAttemptEnded(epoch, clock.now(), failure);
    return outcome;
  }

  #onAttemptFailed(epoch: Epoch | null, failure: FailureReport): LivedOutcome {
    if (this.#endRequest.wish !== null) return interrupted;
    this.#transition('ATTEMPT_FAILED');
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
    if (outcome.kind !== 'finished') this.#executor.tell({ kind: 'tasks-failed', message });
    this.#stop.onTasksEnded(attempt.notFinished);
  }

  #onRecord(record: CheckpointRecord): void {
    this.#listener.onCheckpoint(record);
    this.#finalCheckpoint.onRecord(record);
  }

  #endByWish(wish: EndWish): Promise<RunEnd> {
    return this.#end(wish === 'CANCEL' ? 'THREADS_GONE' : 'SUSPENDED_BY_REQUEST', null);
  }

  async #end(event: RunEvent, failure: AttemptFailure | null): Promise<RunEnd> {
    this.#transition(event);
    const state = this.#state;
    invariant(isEndState(state), 'A run ends in an end state.', { state, event });
    const endedAt = this.#ports.clock.now();
    // Whoever does not know that the run has ended will resume it: until that is on record nothing it needs may be cleaned away.
    if (state !== 'SUSPENDED' && (await this.#confirmEnd({ state, failure, endedAt }))) {
      this.#executor.tell({ kind: 'job-ended', state });
    }
    await this.#executor.close();
    this.#stop.onRunEnded();
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

  /** `delayMs`: how long it stays, if that is known. */
  #transition(event: RunEvent, delayMs?: number): void {
    const next = nextRunState(this.#state, event);
    if (next === null) return;
    this.#state = next;
    const now = this.#ports.clock.now();
    this.#listener.onState(next, now, delayMs === undefined ? null : now + delayMs);
  }
}
