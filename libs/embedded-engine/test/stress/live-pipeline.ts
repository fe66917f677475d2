import { trusted, type JobId } from '@weir/kernel';
import { isExpectedFailure } from './expected-failure.ts';
import type { FailureKind, FailurePlan, PlannedFailure } from './failure-plan.ts';
import { FaultSwitch, type SwitchedFault } from './fault-switch.ts';
import type { Pipeline } from './pipeline.ts';
import { RunWatch } from './run-watch.ts';
import { StressedEngine, type EngineHome, type EngineStart } from './stressed-engine.ts';
import { violationKindOf, type ViolationKind } from './violation.ts';

/** Nothing takes longer, however busy the machine is: a run that does not come so far is stuck. */
const patienceMs = 120_000;
/** A fault that found no opportunity for so long is given up. */
const opportunityMs = 3_000;

/** Anything that must not be. */
export interface Problem {
  /** `surprise`: a failure that nobody asked for; `stuck`: no progress; `leftover`: something stayed behind. */
  readonly kind: ViolationKind | 'surprise' | 'stuck' | 'leftover';
  readonly message: string;
}

export interface PipelineLife {
  /** Faults that were armed and found no opportunity before the data ended. */
  readonly missed: number;
  readonly completed: number;
  readonly failed: number;
  readonly rowsChecked: number;
  readonly problems: readonly Problem[];
  readonly jobId: JobId;
}

/** A pipeline from its first attempt to its end, failing as the plan has it. */
export class LivePipeline {
  readonly #pipeline: Pipeline;
  readonly #home: EngineHome;
  readonly #plan: FailurePlan;
  readonly #onCycle: (kind: FailureKind) => void;
  readonly #isFailing: () => boolean;
  readonly #faults = new FaultSwitch();
  readonly #jobId: JobId;
  readonly #problems: Problem[] = [];
  readonly #gone: Promise<void>[] = [];
  #watch = new RunWatch();
  #engine: StressedEngine | null = null;
  #missed = 0;
  #completed = 0;
  #failed = 0;

  constructor(options: {
    readonly pipeline: Pipeline;
    readonly home: EngineHome;
    readonly plan: FailurePlan;
    readonly onCycle: (kind: FailureKind) => void;
    /** Whether another failure is to come; otherwise the job runs to its end. */
    readonly isFailing: () => boolean;
  }) {
    this.#pipeline = options.pipeline;
    this.#home = options.home;
    this.#plan = options.plan;
    this.#onCycle = options.onCycle;
    this.#isFailing = options.isFailing;
    this.#jobId = trusted<JobId>(`00000000-0000-4000-a000-${String(options.pipeline.seed >>> 0).padStart(12, '0')}`);
  }

  async run(): Promise<PipelineLife> {
    await this.#begin({ kind: 'RESUMED' }, this.#pipeline.spec.parallelism);
    let isGoingOn = true;
    while (isGoingOn && this.#problems.length === 0)
      isGoingOn = this.#isFailing() ? await this.#liveOneCycle() : await this.#liveOn();
    await this.#conclude();
    this.#countCheckpoints();
    return {
      missed: this.#missed,
      completed: this.#completed,
      failed: this.#failed,
      rowsChecked: this.#faults.rowsChecked,
      problems: this.#problems,
      jobId: this.#jobId,
    };
  }

  /** Runs until the next failure and the restore after it. False when the run has ended. */
  async #liveOneCycle(): Promise<boolean> {
    const failure = this.#plan.next();
    const watch = this.#watch;
    const isDue = await this.#reached(
      () => this.#hasEnded || watch.failures.length > 0 || watch.completedInAttempt >= failure.afterCheckpoints,
      `${failure.afterCheckpoints} checkpoints`,
    );
    if (!isDue || this.#noteFailures(null) || this.#hasEnded) return !this.#hasEnded;
    await watch.until(() => this.#hasEnded, failure.delayMs);
    if (this.#hasEnded) return false;
    if (failure.kind === 'engine-dropped') await this.#replaceEngine(failure);
    else if (!(await this.#fail(failure.kind, failure))) return !this.#hasEnded;
    if (!(await this.#isRestored())) return false;
    this.#onCycle(failure.kind);
    return !this.#hasEnded;
  }

  /** Runs to the next checkpoint. False when the run has ended. */
  async #liveOn(): Promise<boolean> {
    const watch = this.#watch;
    const { completed } = watch;
    const isOn = (): boolean => this.#hasEnded || watch.failures.length > 0 || watch.completed > completed;
    return (await this.#reached(isOn, 'another checkpoint')) && !this.#noteFailures(null) && !this.#hasEnded;
  }

  /** Whether the job runs again as it should. */
  async #isRestored(): Promise<boolean> {
    const watch = this.#watch;
    const isDecided = (): boolean => this.#hasEnded || watch.state === 'RUNNING' || watch.failures.length > 0;
    return (await this.#reached(isDecided, 'RUNNING again')) && !this.#noteFailures(null);
  }

  /** The end of the run, with all that it removes then; and of whatever is left of the engines. */
  async #conclude(): Promise<void> {
    const { state } = this.#watch;
    if (this.#problems.length === 0 && state !== 'FINISHED')
      this.#problems.push({ kind: 'surprise', message: `The run ended ${state}.` });
    if (this.#hasEnded) await this.#engine?.ended;
    await this.#engine?.drop();
    await Promise.all(this.#gone);
  }

  get #hasEnded(): boolean {
    return this.#watch.state === 'FINISHED' || this.#watch.state === 'FAILED' || this.#watch.state === 'CANCELED';
  }

  /** Makes the attempt fail. False when it did not: the data ended first, or nothing gave the fault an opportunity. */
  async #fail(kind: Exclude<FailureKind, 'engine-dropped'>, failure: PlannedFailure): Promise<boolean> {
    const watch = this.#watch;
    const attempts = watch.attempts;
    if (kind === 'thread-ends') await this.#engine?.killThread(failure.victim % (this.#engine.threadCount || 1));
    else this.#arm(kind, failure);
    const hasStruck = await watch.until(() => this.#hasEnded || watch.state !== 'RUNNING', opportunityMs);
    this.#faults.disarm();
    if (!hasStruck) this.#missed += 1;
    if (watch.state === 'RUNNING' || watch.state === 'FINISHED') return false;
    const hasFailed = await this.#reached(() => watch.failures.length > 0 || this.#hasEnded, 'the end of the attempt');
    if (!hasFailed || this.#noteFailures(kind)) return false;
    return this.#reached(() => watch.attempts > attempts || this.#hasEnded, 'the next attempt');
  }

  #arm(fault: SwitchedFault, failure: PlannedFailure): void {
    if (fault !== 'task-throws') return this.#faults.arm(fault, failure.countdown);
    const { operators, checks } = this.#pipeline;
    // Sources have no input: the victims are those behind them.
    const victims = operators.filter((uid) => uid in checks || !uid.startsWith('source'));
    const uid = victims[failure.victim % victims.length] ?? '';
    const subtask = failure.subtask % this.#parallelismOf(uid);
    this.#faults.armThrow({ operator: operators.indexOf(uid), subtask, row: failure.countdown });
  }

  #parallelismOf(uid: string): number {
    return this.#pipeline.parallelisms[uid] ?? this.#parallelism;
  }

  #parallelism = 1;

  async #replaceEngine(failure: PlannedFailure): Promise<void> {
    const { isResumed, parallelism, isOverlapping } = failure.successor;
    const engine = this.#engine;
    if (engine === null) return;
    const gone = engine.drop();
    // Its threads may still be at their last steps when the successor opens the storage.
    if (isOverlapping) this.#gone.push(gone);
    else await gone;
    this.#countCheckpoints();
    this.#watch = new RunWatch();
    const isRescaled = this.#pipeline.isRescaled && isResumed;
    const next = isRescaled ? parallelism : this.#parallelism;
    await this.#begin(isResumed ? { kind: 'RESUMED' } : { kind: 'TAKEN_OVER', runId: engine.runId }, next);
  }

  async #begin(as: EngineStart['as'], parallelism: number): Promise<void> {
    this.#parallelism = parallelism;
    this.#engine = await StressedEngine.begin({
      pipeline: this.#pipeline,
      home: this.#home,
      faults: this.#faults,
      watch: this.#watch,
      jobId: this.#jobId,
      parallelism,
      as,
    });
  }

  /** Whether there is a problem among the failures told since the last look. */
  #noteFailures(expected: FailureKind | null): boolean {
    for (const failure of this.#watch.failures.splice(0)) {
      const kind = violationKindOf(failure.message);
      if (kind === null && expected !== null && isExpectedFailure(expected, failure)) continue;
      const meant = expected === null ? '' : `, meant to fail by ${expected}`;
      this.#problems.push({
        kind: kind ?? 'surprise',
        message: `${failure.code}: ${failure.message}${meant}\n${failure.stack ?? ''}`,
      });
    }
    return this.#problems.length > 0;
  }

  async #reached(isTrue: () => boolean, what: string): Promise<boolean> {
    if (await this.#watch.until(isTrue, patienceMs)) return true;
    this.#problems.push({
      kind: 'stuck',
      message: `${what} did not come within ${patienceMs} ms; the run is ${this.#watch.state}`,
    });
    return false;
  }

  #countCheckpoints(): void {
    this.#completed += this.#watch.completed;
    this.#failed += this.#watch.failed;
  }
}
