import type { AnalyzedJob, AnalyzedOperator, CompiledText, DatagenOperator } from '@weir/job-spec';
import { assertNever, invariant } from '@weir/kernel';
import { withColumns } from './expression-columns.ts';
import { pick, type PrunedOperator, type Pruning } from './transform.ts';
import { transformOf } from './transforms.ts';

/**
 * The same job without the columns that nobody downstream reads: `datagen` does not make them, `map` does not compute them, `flat-map` does not
 * copy them, and no exchange carries them. What sinks get and what state holds does not change. To be applied to an analysed job before
 * it is planned.
 */
export function pruneColumns(job: AnalyzedJob): AnalyzedJob {
  const required = requiredColumns(job);
  const pruned = new Map<string, PrunedOperator>();
  for (const operator of job.operators) {
    const [input] = operator.inputs.map((uid) => pruned.get(uid));
    pruned.set(operator.uid, prune(operator, required.get(operator.uid) ?? [], input));
  }
  return { ...job, operators: [...pruned.values()].map(({ operator }) => operator) };
}

/** By uid: which of the operator's columns somebody downstream reads, ascending. */
export function requiredColumns(job: Pick<AnalyzedJob, 'operators'>): ReadonlyMap<string, readonly number[]> {
  const required = new Map<string, Set<number>>(job.operators.map(({ uid }) => [uid, new Set<number>()]));
  for (const operator of [...job.operators].reverse()) {
    const own = required.get(operator.uid) ?? new Set();
    for (const input of operator.inputs) {
      const needed = required.get(input);
      for (const index of columnsReadOf(operator, own)) needed?.add(index);
    }
  }
  return new Map([...required].map(([uid, columns]) => [uid, [...columns].sort((left, right) => left - right)]));
}

/** The input columns that an operator reads when `own` of its own columns are required. A sink reads all it gets, `blackhole` too. */
function columnsReadOf(operator: AnalyzedOperator, own: ReadonlySet<number>): Iterable<number> {
  switch (operator.role) {
    case 'source':
      return [];
    case 'transform':
      return transformOf(operator).reads(operator, own);
    case 'sink':
      return operator.inputColumns.keys();
    default:
      return assertNever(operator.role);
  }
}

function prune(
  operator: AnalyzedOperator,
  required: readonly number[],
  input: PrunedOperator | undefined,
): PrunedOperator {
  const all = [...operator.columns.keys()];
  const inputKept = input?.kept ?? [...operator.inputColumns.keys()];
  const inputColumns = pick(operator.inputColumns, inputKept);
  switch (operator.role) {
    case 'source':
      return 'generators' in operator ? pruneGenerators(operator, required) : { operator, kept: all };
    case 'transform': {
      const pruning = { required, inputKept, inputColumns, ...placesOf(operator, inputKept) };
      return transformOf(operator).prune(operator, pruning);
    }
    case 'sink':
      return { operator: { ...operator, inputColumns }, kept: all };
    default:
      return assertNever(operator.role);
  }
}

function placesOf({ uid }: AnalyzedOperator, inputKept: readonly number[]): Pick<Pruning, 'placeOf' | 'moved'> {
  const placeOf = (index: number): number => {
    const place = inputKept.indexOf(index);
    invariant(place >= 0, 'A column that is read has been pruned.', { uid, index });
    return place;
  };
  const moved = ({ text, expression }: CompiledText): CompiledText => ({
    text,
    expression: withColumns(expression, placeOf),
  });
  return { placeOf, moved };
}

/** Without any required column one is left, the cheapest: rows must come from something. */
function pruneGenerators(operator: DatagenOperator, required: readonly number[]): PrunedOperator {
  const numeric = operator.columns.findIndex(({ type }) => type !== 'STRING');
  const kept = required.length > 0 ? required : [Math.max(0, numeric)];
  return {
    operator: { ...operator, columns: pick(operator.columns, kept), generators: pick(operator.generators, kept) },
    kept,
  };
}
