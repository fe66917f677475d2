import type { OperatorMetrics, RunMetrics } from '@weir/run-contract';
import type { AnalyzedJob } from '@weir/job-spec';
import type { Clock } from '@weir/kernel';
import type { ExecutionPlan } from '../plan/execution-plan.ts';
import type { JobGraph } from '../plan/job-graph.ts';
import type { SubtaskMetrics } from '../thread/thread-to-host.ts';

/** Rates and shares are those of so long a time. */
const windowMs = 5_000;

interface Totals {
  recordsIn: number;
  recordsOut: number;
}

interface Shares {
  busyMs: number;
  backPressuredMs: number;
  idleMs: number;
}

interface Sample {
  readonly at: number;
  readonly operators: ReadonlyMap<string, Totals>;
  readonly vertices: ReadonlyMap<string, Shares>;
}

/** Adds up what the subtasks count, over all attempts of a run, and turns it into rates over the last seconds. */
export class RunMeter {
  readonly #clock: Clock;
  readonly #job: AnalyzedJob;
  readonly #graph: JobGraph;
  readonly #latest = new Map<number, SubtaskMetrics>();
  readonly #before = new Map<string, Totals>();
  #plan: ExecutionPlan | null = null;
  #samples: Sample[] = [];

  constructor(clock: Clock, job: AnalyzedJob, graph: JobGraph) {
    this.#clock = clock;
    this.#job = job;
    this.#graph = graph;
  }

  /** A new attempt counts from 0 again; what the one before has counted is kept. */
  startAttempt(plan: ExecutionPlan): void {
    for (const [uid, totals] of this.#totals()) this.#before.set(uid, totals);
    this.#latest.clear();
    this.#plan = plan;
    this.#samples = [this.#sample()];
  }

  /** Rows flow from now on: rates count from here. */
  startWindow(): void {
    this.#samples = [this.#sample()];
  }

  add(subtasks: readonly SubtaskMetrics[]): void {
    for (const metrics of subtasks) this.#latest.set(metrics.subtask, metrics);
    this.#samples.push(this.#sample());
    const oldest = this.#clock.monotonic() - windowMs;
    while (this.#samples.length > 2 && (this.#samples[1]?.at ?? Infinity) <= oldest) this.#samples.shift();
  }

  measure(): RunMetrics {
    const totals = this.#totals();
    const operators = this.#job.operators.map((operator) => this.#measureOperator(operator, totals));
    const sum = (role: string, count: 'recordsIn' | 'recordsOut'): number =>
      this.#job.operators.reduce(
        (total, operator) => total + (operator.role === role ? (totals.get(operator.uid)?.[count] ?? 0) : 0),
        0,
      );
    return {
      timestamp: this.#clock.now(),
      recordsIn: sum('source', 'recordsOut'),
      recordsOut: sum('sink', 'recordsIn'),
      operators,
    };
  }

  #measureOperator(operator: AnalyzedJob['operators'][number], totals: ReadonlyMap<string, Totals>): OperatorMetrics {
    const { uid, name, type, parallelism, inputs } = operator;
    const vertex = this.#graph.vertices.find(({ operators }) => operators.includes(uid))?.id ?? uid;
    const { recordsIn, recordsOut } = totals.get(uid) ?? { recordsIn: 0, recordsOut: 0 };
    return {
      uid,
      name,
      type,
      parallelism,
      inputs,
      vertex,
      recordsIn,
      recordsOut,
      ...this.#rates(uid),
      ...this.#ratios(vertex, parallelism),
    };
  }

  #rates(uid: string): Pick<OperatorMetrics, 'recordsInPerSecond' | 'recordsOutPerSecond'> {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    const seconds = first && last ? (last.at - first.at) / 1000 : 0;
    if (!first || !last || seconds <= 0) return { recordsInPerSecond: 0, recordsOutPerSecond: 0 };
    const from = first.operators.get(uid) ?? { recordsIn: 0, recordsOut: 0 };
    const to = last.operators.get(uid) ?? from;
    return {
      recordsInPerSecond: Math.max(0, (to.recordsIn - from.recordsIn) / seconds),
      recordsOutPerSecond: Math.max(0, (to.recordsOut - from.recordsOut) / seconds),
    };
  }

  #ratios(
    vertex: string,
    parallelism: number,
  ): Pick<OperatorMetrics, 'busyRatio' | 'backPressuredRatio' | 'idleRatio'> {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    const elapsed = first && last ? (last.at - first.at) * parallelism : 0;
    const ratio = (share: keyof Shares): number => {
      if (elapsed <= 0) return 0;
      const from = first?.vertices.get(vertex)?.[share] ?? 0;
      const to = last?.vertices.get(vertex)?.[share] ?? from;
      return Math.min(1, Math.max(0, (to - from) / elapsed));
    };
    return { busyRatio: ratio('busyMs'), backPressuredRatio: ratio('backPressuredMs'), idleRatio: ratio('idleMs') };
  }

  #totals(): ReadonlyMap<string, Totals> {
    const totals = new Map<string, Totals>([...this.#before].map(([uid, counted]) => [uid, { ...counted }]));
    for (const { operators } of this.#latest.values()) {
      for (const { uid, recordsIn, recordsOut } of operators) {
        const total = totals.get(uid) ?? { recordsIn: 0, recordsOut: 0 };
        total.recordsIn += recordsIn;
        total.recordsOut += recordsOut;
        totals.set(uid, total);
      }
    }
    return totals;
  }

  #sample(): Sample {
    const vertices = new Map<string, Shares>();
    for (const [subtask, metrics] of this.#latest) {
      const vertex = this.#plan?.subtasks[subtask]?.vertex;
      if (vertex === undefined) continue;
      const shares = vertices.get(vertex) ?? { busyMs: 0, backPressuredMs: 0, idleMs: 0 };
      shares.busyMs += metrics.busyMs;
      shares.backPressuredMs += metrics.backPressuredMs;
      shares.idleMs += metrics.idleMs;
      vertices.set(vertex, shares);
    }
    return { at: this.#clock.monotonic(), operators: this.#totals(), vertices };
  }
}
