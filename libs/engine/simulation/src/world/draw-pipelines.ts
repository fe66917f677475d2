import type { SeededRandom } from '../seeded-random.ts';
import { keyColumnsOf, nullKeyEvery, type Pipeline, type SourceShape, type Step } from './pipeline.ts';
import { sidesUid, tallyPrefix } from './own-operators.ts';

type OperatorSpec = Record<string, unknown>;

export interface DrawnPipelines {
  readonly operators: OperatorSpec[];
  readonly pipelines: Pipeline[];
}

/** Values are small so that sums stay exact and readable in a trace. */
const valuesMax = 99;

/** One to three sources, joined by a union or by a tally of several inputs, a few transforms, and one or two sinks. */
export function drawPipelines(random: SeededRandom): DrawnPipelines {
  const operators: OperatorSpec[] = [];
  const sources = Array.from({ length: random.pick([1, 1, 2, 3]) }, (_, index) => drawSource(random, index, operators));
  if (sources.length > 1 && random.chance(0.4)) return drawSides(random, sources, operators);
  const head = sources.length === 1 ? sources.map(({ uid }) => uid).join() : drawUnion(sources, operators);
  const shared = drawSteps(random, head, operators);
  const branches = random.pick([1, 1, 2]);
  const pipelines = Array.from({ length: branches }, (_, branch) => {
    const tail = drawTail(random, { from: shared.tail, branch }, operators);
    return { sources, steps: [...shared.steps, ...tail.steps], sink: tail.sink };
  });
  return { operators, pipelines };
}

function drawSource(random: SeededRandom, index: number, operators: OperatorSpec[]): SourceShape {
  const shape = {
    uid: `source-${index}`,
    rows: random.int(0, 200),
    start: index * 1_000_000,
    keys: random.pick([1, 3, 20, 100]),
  };
  const rowsPerSecond = random.pick([150, 800, 4_000]);
  operators.push({ ...sourceSpecOf(shape, { index, rowsPerSecond }), ...drawPlacement(random) });
  return shape;
}

/** The source as a spec's operator. `index`: its place among the sources, which makes its rows other than theirs. */
export function sourceSpecOf(
  { uid, rows, start, keys }: SourceShape,
  { index, rowsPerSecond }: { readonly index: number; readonly rowsPerSecond: number },
): OperatorSpec {
  return {
    uid,
    type: 'datagen',
    rows,
    rowsPerSecond,
    seed: index,
    columns: {
      n: { kind: 'sequence', start, step: 1 },
      k: { kind: 'string', template: 'a{n} b{n}', cardinality: keys, salt: index + 1 },
      v: { kind: 'int', min: 0, max: valuesMax, salt: index + 100 },
    },
  };
}

/** A tally whose inputs are the sources themselves. The spec says it as an aggregate over a union: see own-operators.ts. */
function drawSides(random: SeededRandom, sources: readonly SourceShape[], operators: OperatorSpec[]): DrawnPipelines {
  const step: Step = { kind: 'tally', inputs: 'SOURCES' };
  const uid = `${tallyPrefix}sides`;
  operators.push({ uid: sidesUid, type: 'union', inputs: sources.map((source) => source.uid) });
  operators.push({ uid, input: sidesUid, ...specOf(step), ...drawPlacement(random) });
  const sink = drawSink(random, { from: uid, branch: 0 }, operators);
  return { operators, pipelines: [{ sources, steps: [step], sink }] };
}

function drawUnion(sources: readonly SourceShape[], operators: OperatorSpec[]): string {
  operators.push({ uid: 'union', type: 'union', inputs: sources.map(({ uid }) => uid) });
  return 'union';
}

function drawSteps(random: SeededRandom, head: string, operators: OperatorSpec[]): { tail: string; steps: Step[] } {
  const steps: Step[] = [];
  let tail = head;
  for (let index = random.int(0, 3); index > 0; index -= 1) {
    const uid = `step-${operators.length}`;
    const step = drawStep(random);
    operators.push({ uid, input: tail, ...specOf(step), ...drawPlacement(random) });
    steps.push(step);
    tail = uid;
  }
  return { tail, steps };
}

function drawTail(
  random: SeededRandom,
  at: { readonly from: string; readonly branch: number },
  operators: OperatorSpec[],
): { steps: Step[]; sink: string } {
  const steps: Step[] = [];
  let { from } = at;
  if (random.chance(0.65)) {
    const rekey = random.chance(0.4) ? drawRekey(random) : null;
    if (rekey !== null) {
      const uid = `rekey-${at.branch}`;
      operators.push({ uid, input: from, ...specOf(rekey), ...drawPlacement(random) });
      steps.push(rekey);
      from = uid;
    }
    const isTally = random.chance(0.3);
    const emit = random.pick(['every-update', 'latest-per-batch'] as const);
    const step: Step = isTally ? { kind: 'tally', inputs: 'ONE' } : { kind: 'aggregate', emit };
    const uid = isTally ? `${tallyPrefix}${at.branch}` : `aggregate-${at.branch}`;
    const keyBy = keyColumnsOf(steps);
    operators.push({ uid, input: from, ...specOf(step), keyBy, ...drawPlacement(random) });
    steps.push(step);
    from = uid;
  }
  return { steps, sink: drawSink(random, { from, branch: at.branch }, operators) };
}

function drawSink(
  random: SeededRandom,
  at: { readonly from: string; readonly branch: number },
  operators: OperatorSpec[],
): string {
  const uid = `sink-${at.branch}`;
  operators.push({
    uid,
    type: 'file',
    input: at.from,
    path: uid,
    format: 'jsonl',
    ...drawRoll(random),
    ...drawPlacement(random),
  });
  return uid;
}

function drawStep(random: SeededRandom): Step {
  return random.pick<Step>([
    { kind: 'filter', divisor: random.int(2, 7) },
    { kind: 'map', addend: random.int(1, 9) },
    { kind: 'flat-map' },
    { kind: 'null-values', divisor: random.int(2, 7) },
    { kind: 'null-keys', divisor: random.int(2, 7) },
    { kind: 'long-keys', divisor: random.int(5, 20), letters: random.pick([20, 300, 3_000]) },
  ]);
}

function drawRekey(random: SeededRandom): Step {
  const type = random.pick(['INT', 'INT', 'BIGINT', 'BOOLEAN', 'DOUBLE', 'COMPOUND'] as const);
  return { kind: 'rekey', type, modulus: random.pick([2, 10, 97]), isNullable: random.chance(0.4) };
}

/** The step as a spec's operator, without uid and input. */
export function specOf(step: Step): OperatorSpec {
  switch (step.kind) {
    case 'filter':
      return { type: 'filter', where: `MOD(n, ${step.divisor}) <> 0` };
    case 'map':
      return { type: 'map', select: { n: 'n', k: 'k', v: `v + ${step.addend}` } };
    case 'flat-map':
      return { type: 'flat-map', split: { column: 'k', separator: ' ', as: 'k' } };
    case 'null-values':
      return { type: 'map', select: { n: 'n', k: 'k', v: nullEvery(step.divisor, 'v') } };
    case 'null-keys':
      return { type: 'map', select: { n: 'n', k: nullEvery(step.divisor, 'k'), v: 'v' } };
    case 'long-keys': {
      const longer = `CONCAT(k, '${'x'.repeat(step.letters)}')`;
      return {
        type: 'map',
        select: { n: 'n', k: `CASE WHEN MOD(n, ${step.divisor}) = 0 THEN ${longer} ELSE k END`, v: 'v' },
      };
    }
    case 'rekey':
      return { type: 'map', select: rekeySelect(step) };
    case 'aggregate':
      return { type: 'aggregate', keyBy: ['k'], aggregates: { rows: 'COUNT(*)', total: 'SUM(v)' }, emit: step.emit };
    case 'tally':
      return { type: 'aggregate', keyBy: ['k'], aggregates: { rows: 'COUNT(*)', total: 'SUM(v)' } };
  }
}

function rekeySelect({ type, modulus, isNullable }: Extract<Step, { kind: 'rekey' }>): Record<string, string> {
  const rest = `MOD(n, ${modulus})`;
  const keys = {
    INT: `CAST(${rest} AS INT)`,
    BIGINT: rest,
    BOOLEAN: 'MOD(n, 2) = 0',
    DOUBLE: `CAST(${rest} AS DOUBLE) / 4E0`,
    COMPOUND: `CAST(${rest} AS INT)`,
  };
  const key = isNullable ? nullEvery(nullKeyEvery, keys[type]) : keys[type];
  return type === 'COMPOUND' ? { n: 'n', k: 'k', j: key, v: 'v' } : { n: 'n', k: key, v: 'v' };
}

function nullEvery(divisor: number, expression: string): string {
  return `CASE WHEN MOD(n, ${divisor}) = 0 THEN NULL ELSE ${expression} END`;
}

function drawPlacement(random: SeededRandom): OperatorSpec {
  return {
    ...(random.chance(0.3) ? { chain: false } : {}),
    ...(random.chance(0.2) ? { parallelism: random.int(1, 4) } : {}),
  };
}

function drawRoll(random: SeededRandom): OperatorSpec {
  return random.chance(0.3) ? { rollBytes: 1_024 } : {};
}
