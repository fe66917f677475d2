import type { AnalyzedJob, AnalyzedOperator, CompiledText, DatagenOperator } from '@weir/job-spec';
import { invariant } from '@weir/kernel';
import { withColumns } from './expression-columns.ts';
import { requiredColumns } from './required-columns.ts';

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

interface PrunedOperator {
  readonly operator: AnalyzedOperator;
  /** The columns it still has: their indexes in the operator as it was. */
  readonly kept: readonly number[];
}

function prune(
  operator: AnalyzedOperator,
  required: readonly number[],
  input: PrunedOperator | undefined,
): PrunedOperator {
  const all = [...operator.columns.keys()];
  const inputColumns = input === undefined ? operator.inputColumns : pick(operator.inputColumns, input.kept);
  const placeOf = (index: number): number => {
    const place = input?.kept.indexOf(index) ?? -1;
    invariant(place >= 0, 'A column that is read has been pruned.', { uid: operator.uid, index });
    return place;
  };
  const moved = ({ text, expression }: CompiledText): CompiledText => ({
    text,
    expression: withColumns(expression, placeOf),
  });
  switch (operator.type) {
    case 'elements':
    case 'socket-text':
      return { operator, kept: all };
    case 'datagen':
      return pruneGenerators(operator, required);
    case 'map': {
      const projections = pick(operator.projections, required).map(({ column, value }) => ({
        column,
        value: moved(value),
      }));
      return {
        operator: { ...operator, inputColumns, columns: pick(operator.columns, required), projections },
        kept: required,
      };
    }
    case 'filter': {
      const kept = input?.kept ?? all;
      return {
        operator: { ...operator, inputColumns, columns: pick(operator.columns, kept), where: moved(operator.where) },
        kept,
      };
    }
    case 'flat-map': {
      const part = operator.keptColumns.length;
      const kept = [...new Set([...required, part])];
      const keptColumns = kept
        .filter((index) => index !== part)
        .map((index) => placeOf(operator.keptColumns[index] as number));
      const columns = pick(operator.columns, kept);
      return {
        operator: { ...operator, inputColumns, columns, splitColumn: placeOf(operator.splitColumn), keptColumns },
        kept,
      };
    }
    case 'aggregate': {
      const aggregates = operator.aggregates.map((aggregate) => ({
        ...aggregate,
        argument: aggregate.argument && moved(aggregate.argument),
      }));
      return {
        operator: { ...operator, inputColumns, keyColumns: operator.keyColumns.map(placeOf), aggregates },
        kept: all,
      };
    }
    case 'union':
    case 'print':
    case 'blackhole':
    case 'file':
      return { operator: { ...operator, inputColumns }, kept: all };
  }
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

function pick<Item>(items: readonly Item[], indexes: readonly number[]): readonly Item[] {
  return indexes.map((index) => items[index] as Item);
}
