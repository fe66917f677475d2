import type { ColumnSchema } from '../column.ts';
import { describeNames } from '../diagnostics/describe-names.ts';
import type { PointerPath } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { typeAggregateText } from '../expressions/type-aggregate.ts';
import { typeExpressionText } from '../expressions/type-expression.ts';
import type { CompiledText } from '../expressions/typed-expression.ts';
import { printName } from '../expressions/print-expression.ts';
import { checkSeparator } from '../operators/separator.ts';
import type {
  AggregateOperator,
  AnalyzedAggregate,
  FilterOperator,
  FlatMapOperator,
  MapOperator,
  Projection,
} from './analyzed-operator.ts';
import type { OperatorContext, SpecOf } from './operator-context.ts';

export function analyzeMap(spec: SpecOf<'map'>, context: OperatorContext): MapOperator | undefined {
  if (!context.allowsColumns(['select'], Object.keys(spec.select).length)) return undefined;
  const kept = spec.keep ? context.inputColumns.map(keepColumn) : [];
  const projections: Projection[] = [...kept];
  for (const [name, text] of Object.entries(spec.select)) {
    if (kept.some(({ column }) => column.name === name)) {
      const message = `The input has a column ${JSON.stringify(name)} already, and "keep" keeps it; choose another name or leave out "keep".`;
      context.error(['select', name], 'COLUMN_NAME_CLASH', message);
    }
    const value = compile(text, ['select', name], context);
    if (!value) continue;
    const { type, nullable } = value.expression;
    projections.push({ column: { name, type, nullable }, value });
  }
  if (Object.keys(spec.select).length === 0) context.error(['select'], 'INVALID_VALUE', '"select" computes no column.');
  return { ...context.base(projections.map(({ column }) => column)), type: 'map', projections };
}

function keepColumn(column: ColumnSchema, index: number): Projection {
  const text = printName(column.name);
  const span = { offset: 0, length: text.length };
  return { column, value: { text, expression: { kind: 'column', index, ...column, span } } };
}

export function analyzeFilter(spec: SpecOf<'filter'>, context: OperatorContext): FilterOperator | undefined {
  const where = compile(spec.where, ['where'], context);
  const base = context.base(context.inputColumns);
  if (!where) return undefined;
  if (where.expression.type !== 'BOOLEAN') {
    const message = `The condition must be BOOLEAN, but this is ${where.expression.type}.`;
    context.expressionError(['where'], { code: 'TYPE_ERROR', message, position: where.expression.span });
  }
  return { ...base, type: 'filter', where };
}

export function analyzeFlatMap(spec: SpecOf<'flat-map'>, context: OperatorContext): FlatMapOperator | undefined {
  const { column, separator, as, keepEmpty } = spec.split;
  const problem = checkSeparator(separator);
  if (problem)
    context.error(
      ['split', 'separator'],
      'INVALID_SEPARATOR',
      `${problem.message} (at character ${problem.offset + 1})`,
    );
  const splitColumn = findColumn(column, ['split', 'column'], context);
  if (splitColumn === undefined) return undefined;
  const keptColumns = context.inputColumns.map((_, index) => index).filter((index) => index !== splitColumn);
  const source = context.inputColumns[splitColumn];
  if (source && source.type !== 'STRING') {
    context.error(
      ['split', 'column'],
      'TYPE_ERROR',
      `Only STRING columns are split, but ${JSON.stringify(column)} is ${source.type}.`,
    );
  }
  const kept = keptColumns.flatMap((index) => context.inputColumns[index] ?? []);
  if (kept.some(({ name }) => name === as)) {
    context.error(
      ['split', 'as'],
      'COLUMN_NAME_CLASH',
      `The input has a column ${JSON.stringify(as)} already; choose another name.`,
    );
  }
  const columns: readonly ColumnSchema[] = [...kept, { name: as, type: 'STRING', nullable: false }];
  return { ...context.base(columns), type: 'flat-map', splitColumn, separator, keepEmpty, keptColumns };
}

export function analyzeAggregate(spec: SpecOf<'aggregate'>, context: OperatorContext): AggregateOperator | undefined {
  if (!context.allowsColumns(['aggregates'], Object.keys(spec.aggregates).length)) return undefined;
  const keyColumns = findKeys(spec.keyBy, context);
  const keys = keyColumns.flatMap((index) => context.inputColumns[index] ?? []);
  const aggregates: AnalyzedAggregate[] = [];
  for (const [name, text] of Object.entries(spec.aggregates)) {
    if (spec.keyBy.includes(name)) {
      context.error(
        ['aggregates', name],
        'COLUMN_NAME_CLASH',
        `${JSON.stringify(name)} is a column of the key; choose another name.`,
      );
    }
    const typed = typeAggregateText(text, context.inputColumns);
    if (!typed.ok) {
      context.expressionError(['aggregates', name], typed.problem);
      continue;
    }
    const { type, nullable, argument } = typed.value;
    aggregates.push({
      column: { name, type, nullable },
      function: typed.value.function,
      argument: argument ? { text, expression: argument } : null,
    });
  }
  if (Object.keys(spec.aggregates).length === 0)
    context.error(['aggregates'], 'INVALID_VALUE', 'There is no aggregate.');
  const columns = [...keys, ...aggregates.map(({ column }) => column)];
  const isGlobal = spec.keyBy.length === 0;
  const base = isGlobal
    ? context.undividedBase(columns, 'An aggregate over all rows has one key')
    : context.base(columns);
  return { ...base, type: 'aggregate', keyColumns, aggregates, emit: spec.emit };
}

function findKeys(keyBy: readonly string[], context: OperatorContext): readonly number[] {
  return keyBy.flatMap((name, position) => {
    if (keyBy.indexOf(name) !== position) {
      context.error(['keyBy', position], 'COLUMN_NAME_CLASH', `${JSON.stringify(name)} stands twice.`);
      return [];
    }
    return findColumn(name, ['keyBy', position], context) ?? [];
  });
}

function findColumn(name: string, path: PointerPath, context: OperatorContext): number | undefined {
  const names = context.inputColumns.map((column) => column.name);
  const index = names.indexOf(name);
  if (index >= 0) return index;
  const message = `The input has no column ${JSON.stringify(name)}; it has ${describeNames(names)}.${didYouMean(name, names)}`;
  context.error(path, 'UNKNOWN_COLUMN', message);
  return undefined;
}

function compile(text: string, path: PointerPath, context: OperatorContext): CompiledText | undefined {
  const typed = typeExpressionText(text, context.inputColumns);
  if (typed.ok) return { text, expression: typed.value };
  context.expressionError(path, typed.problem);
  return undefined;
}
