import type { CheckSpec, LaneOrder } from './check-spec.ts';
import type { Pipeline, PipelineTuning, SinkExpectation } from './pipeline.ts';
import { keyExpression, keyKinds, valueGenerator, type RowShape } from './row-shape.ts';
import { SeededDraw } from './seeded-draw.ts';

export interface PipelineBounds {
  /** Every pipeline has this parallelism; null: drawn, 1 to 4. */
  readonly parallelism: number | null;
  /** Threads of an attempt at most. */
  readonly threads: number;
}

type OperatorSpec = Readonly<Record<string, unknown>> & { readonly uid: string };

/** A job under construction: each step adds an operator and what is checked at it. */
class Draft {
  readonly operators: OperatorSpec[] = [];
  readonly checks: Record<string, CheckSpec> = {};
  readonly sinks: SinkExpectation[] = [];
  readonly parallelisms: Record<string, number> = {};
  readonly #draw: SeededDraw;

  constructor(draw: SeededDraw) {
    this.#draw = draw;
  }

  add(operator: OperatorSpec, check: CheckSpec | null): string {
    const placement = this.#draw.chance(0.35) ? { chain: false } : {};
    this.operators.push({ ...operator, ...placement });
    if (check !== null) this.checks[operator.uid] = check;
    return operator.uid;
  }
}

/** The job that a seed stands for. */
export function drawPipeline(seed: number, bounds: PipelineBounds): Pipeline {
  const draw = new SeededDraw(seed, 1);
  const parallelism = bounds.parallelism ?? draw.int(1, 4);
  const splits = draw.pick([4, 8, 16]);
  const tuning = drawTuning(draw, bounds.threads);
  const shape: RowShape = {
    sources: draw.chance(0.5) ? 2 : 1,
    rows: rowsFor(tuning, draw),
    splits,
    keys: splits * draw.pick([1, 2, 4]),
    keyKind: draw.pick(keyKinds),
  };
  // An operator with a parallelism of its own would change its shipping with that of the job.
  const isRescaled = bounds.parallelism === null && draw.chance(0.4);
  const draft = new Draft(draw);
  const head = drawHead(draft, draw, shape);
  const hasUpdates = draw.chance(0.85);
  if (!hasUpdates || draw.chance(0.7)) drawRows(draft, draw, { shape, head, parallelism, isRescaled });
  if (hasUpdates) drawUpdates(draft, draw, { shape, head });
  const spec = {
    name: `stress-${seed}`,
    parallelism,
    maxParallelism: splits,
    checkpointing: {
      interval: '20ms',
      timeout: '60s',
      maxConcurrentCheckpoints: draw.pick([1, 1, 2]),
      tolerableFailedCheckpoints: 0,
      retention: { completed: draw.int(1, 3), onCancellation: 'RETAIN' },
    },
    restartStrategy: { type: 'fixed-delay', attempts: 1_000_000, delay: `${draw.pick([0, 0, 10])}ms` },
    operators: draft.operators,
  };
  const operators = draft.operators.map(({ uid }) => uid);
  const { checks, sinks, parallelisms } = draft;
  return { seed, spec, shape, operators, parallelisms, checks, sinks, tuning, isRescaled };
}

function drawTuning(draw: SeededDraw, threads: number): PipelineTuning {
  return {
    batchRows: 32,
    channelCredits: draw.int(1, 2),
    flushAfterMs: draw.pick([0, 1, 5]),
    threads,
    rowsPerSecondMax: draw.pick([8_000, 24_000, null]),
  };
}

/** So many that the job lives through several failures. */
function rowsFor({ rowsPerSecondMax }: PipelineTuning, draw: SeededDraw): number {
  return Math.floor((rowsPerSecondMax ?? 60_000) * (1 + draw.next()) * 1.5);
}

/** The sources, each with its rows shaped and perhaps checked, united when there are two. */
function drawHead(draft: Draft, draw: SeededDraw, shape: RowShape): string {
  const tails = Array.from({ length: shape.sources }, (_, source) => {
    const uid = draft.add(
      {
        uid: `source-${source}`,
        type: 'datagen',
        rows: shape.rows,
        rowsPerSecond: 1_000_000,
        columns: { i: { kind: 'sequence' }, v: valueGenerator(source) },
      },
      null,
    );
    const shaped = draft.add(
      {
        uid: `shape-${source}`,
        type: 'map',
        input: uid,
        select: { s: `${source}`, i: 'i', k: keyExpression(shape), v: 'v' },
      },
      null,
    );
    return draw.chance(0.6) ? drawFlow(draft, `flow-${source}`, { shape, input: shaped }) : shaped;
  });
  const [first = ''] = tails;
  if (tails.length === 1) return first;
  const united = draft.add({ uid: 'union', type: 'union', inputs: tails }, null);
  return drawFlow(draft, 'flow', { shape, input: united });
}

/** A validating operator in the middle: around a filter that lets every row through. */
function drawFlow(
  draft: Draft,
  uid: string,
  { shape, input }: { readonly shape: RowShape; readonly input: string },
): string {
  const check = { kind: 'rows', shape, order: 'GAPLESS' } as const;
  return draft.add({ uid, type: 'filter', input, where: 's >= 0 AND i >= 0 AND v >= 0' }, check);
}

function drawRows(
  draft: Draft,
  draw: SeededDraw,
  job: {
    readonly shape: RowShape;
    readonly head: string;
    readonly parallelism: number;
    readonly isRescaled: boolean;
  },
): void {
  const { shape, head, parallelism, isRescaled } = job;
  // Another parallelism deals the batches in turn.
  const own = !isRescaled && draw.chance(0.3) ? draw.int(1, 4) : parallelism;
  const order: LaneOrder = own === parallelism ? 'GAPLESS' : 'RISING';
  const format = draw.pick(['jsonl', 'csv'] as const);
  const parted = own === parallelism ? {} : { parallelism: own };
  draft.add(
    { uid: 'rows', type: 'file', input: head, path: 'rows', format, ...parted, ...drawRoll(draw) },
    { kind: 'rows', shape, order },
  );
  if (own !== parallelism) draft.parallelisms['rows'] = own;
  draft.sinks.push({ kind: 'rows', path: 'rows', format });
}

function drawUpdates(
  draft: Draft,
  draw: SeededDraw,
  { shape, head }: { readonly shape: RowShape; readonly head: string },
): void {
  const format = draw.pick(['jsonl', 'csv'] as const);
  const aggregates = { n: 'COUNT(*)', total: 'SUM(v)', last: 'MAX(i)', second: 'SUM(s)' };
  let tail = draft.add(
    { uid: 'totals', type: 'aggregate', input: head, keyBy: ['k'], aggregates },
    { kind: 'aggregate', shape },
  );
  const check = { kind: 'updates', shape, order: 'GAPLESS' } as const;
  if (draw.chance(0.5)) tail = draft.add({ uid: 'watched', type: 'filter', input: tail, where: 'n > 0' }, check);
  draft.add({ uid: 'updates', type: 'file', input: tail, path: 'updates', format, ...drawRoll(draw) }, check);
  draft.sinks.push({ kind: 'updates', path: 'updates', format });
}

function drawRoll(draw: SeededDraw): { readonly rollBytes?: number } {
  return draw.chance(0.3) ? { rollBytes: 4_096 } : {};
}
