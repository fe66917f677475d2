import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Burners } from './burners.ts';
import { checkCommitted } from './check-committed.ts';
import { drawPipeline } from './draw-pipeline.ts';
import { failureKinds, FailurePlan, type FailureKind } from './failure-plan.ts';
import { leftBehind } from './left-behind.ts';
import { LivePipeline, type PipelineLife, type Problem } from './live-pipeline.ts';
import type { Pipeline } from './pipeline.ts';
import { processResources, type ProcessResources } from './process-resources.ts';
import { resourceProblems } from './resource-problems.ts';

/** Folders of epochs that a finished job may leave: its last, and those whose checkpoints the last attempt still retained. */
const epochsMax = 5;

export interface StressOptions {
  /** Crash-and-restore cycles to do: after them the last pipeline runs to its end. */
  readonly cycles: number;
  /** Of the first pipeline; each one after it has the next. */
  readonly seed: number;
  /** Every pipeline has this parallelism; null: drawn, 1 to 4. */
  readonly parallelism: number | null;
  /** Built stress-thread module. */
  readonly threadEntry: URL;
  readonly onCycle?: (totals: StressTotals) => void;
}

/** Counts over all pipelines so far. */
export interface StressTotals {
  cycles: number;
  readonly cyclesByKind: Record<FailureKind, number>;
  pipelines: number;
  /** Faults that found no opportunity. */
  missed: number;
  completedCheckpoints: number;
  failedCheckpoints: number;
  /** Rows that validating operators looked at: what was made again after a failure counts again. */
  checkedRows: number;
  /** Rows in committed files. */
  committedRows: number;
  lost: number;
  repeated: number;
  reordered: number;
  rssMb: number;
}

export interface StressReport {
  readonly totals: StressTotals;
  /** The first pipeline with a problem ends the run. */
  readonly problems: readonly (Problem & { readonly seed: number })[];
  /** The folder of that pipeline, kept. */
  readonly keptFolder: string | null;
}

/** Lives one pipeline after the other, in this process, beside threads that spin. */
export class StressRun {
  readonly totals: StressTotals;
  readonly #options: StressOptions;
  readonly #problems: (Problem & { readonly seed: number })[] = [];
  readonly #resources: ProcessResources[] = [];
  #keptFolder: string | null = null;
  #isStopping = false;

  constructor(options: StressOptions) {
    this.#options = options;
    this.totals = {
      cycles: 0,
      cyclesByKind: Object.fromEntries(failureKinds.map((kind) => [kind, 0])) as Record<FailureKind, number>,
      ...{ pipelines: 0, missed: 0, completedCheckpoints: 0, failedCheckpoints: 0 },
      ...{ checkedRows: 0, committedRows: 0, lost: 0, repeated: 0, reordered: 0, rssMb: 0 },
    };
  }

  /** Lets nothing more fail: what was done so far is reported when the present pipeline has come to its end. */
  stop(): void {
    this.#isStopping = true;
  }

  async run(): Promise<StressReport> {
    const { cycles, seed } = this.#options;
    for (let next = seed; !this.#isStopping && this.totals.cycles < cycles && this.#problems.length === 0; next += 1) {
      await this.#live(next);
      const now = processResources();
      this.totals.rssMb = now.rssMb;
      this.#resources.push(now);
    }
    for (const message of resourceProblems(this.#resources)) this.#problems.push({ kind: 'leftover', message, seed });
    return { totals: this.totals, problems: this.#problems, keptFolder: this.#keptFolder };
  }

  async #live(seed: number): Promise<void> {
    const cores = availableParallelism();
    // Threads of the job and threads that spin are together at least twice as many as there are cores.
    const pipeline = drawPipeline(seed, { parallelism: this.#options.parallelism, threads: 2 * cores });
    const folder = mkdtempSync(join(tmpdir(), 'weir-stress-'));
    const home = { snapshotRoot: join(folder, 'snapshots'), filesRoot: join(folder, 'files') };
    mkdirSync(home.snapshotRoot);
    mkdirSync(home.filesRoot);
    const burners = new Burners(Math.max(1, 2 * cores - pipeline.spec.parallelism));
    const live = new LivePipeline({
      pipeline,
      home: { ...home, threadEntry: this.#options.threadEntry },
      plan: new FailurePlan(seed),
      onCycle: (kind) => this.#addCycle(kind),
      isFailing: () => !this.#isStopping && this.totals.cycles < this.#options.cycles,
    });
    const life = await live.run();
    await burners.stop();
    const problems = [...life.problems, ...(life.problems.length === 0 ? this.#check(pipeline, home, life) : [])];
    this.#add(life);
    if (problems.length === 0) return rmSync(folder, { recursive: true, force: true });
    this.#keptFolder = folder;
    this.#problems.push(...problems.map((problem) => ({ ...problem, seed })));
  }

  /** The files of a pipeline that has come to its end. */
  #check(
    pipeline: Pipeline,
    home: { readonly snapshotRoot: string; readonly filesRoot: string },
    { jobId }: PipelineLife,
  ): readonly Problem[] {
    const { rows, lost, repeated, reordered, wrong, examples } = checkCommitted(pipeline, home.filesRoot);
    const { totals } = this;
    totals.committedRows += rows;
    totals.lost += lost;
    totals.repeated += repeated;
    totals.reordered += reordered;
    const problems: Problem[] = [];
    for (const [kind, count] of Object.entries({ lost, repeated, reordered, state: wrong })) {
      if (count > 0)
        problems.push({ kind: kind as Problem['kind'], message: `${count} committed rows: ${examples.join('; ')}` });
    }
    const { uncommitted, snapshots, epochs } = leftBehind(pipeline, {
      filesRoot: home.filesRoot,
      jobFolder: join(home.snapshotRoot, jobId),
    });
    if (uncommitted.length > 0) problems.push({ kind: 'leftover', message: `In the files: ${uncommitted.join(' ')}` });
    if (snapshots.length > 0) problems.push({ kind: 'leftover', message: `In the snapshots: ${snapshots.join(' ')}` });
    if (epochs > epochsMax) problems.push({ kind: 'leftover', message: `${epochs} folders of epochs` });
    return problems;
  }

  #addCycle(kind: FailureKind): void {
    this.totals.cycles += 1;
    this.totals.cyclesByKind[kind] += 1;
    this.#options.onCycle?.(this.totals);
  }

  #add({ missed, completed, failed, rowsChecked, problems }: PipelineLife): void {
    const { totals } = this;
    totals.pipelines += 1;
    totals.missed += missed;
    totals.completedCheckpoints += completed;
    totals.failedCheckpoints += failed;
    totals.checkedRows += rowsChecked;
    for (const { kind } of problems) {
      if (kind === 'lost' || kind === 'repeated' || kind === 'reordered') totals[kind] += 1;
    }
  }
}
