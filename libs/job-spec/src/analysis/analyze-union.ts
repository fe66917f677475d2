import type { ColumnSchema } from '../column.ts';
import type { AnalyzedOperator, UnionOperator } from './analyzed-operator.ts';
import type { OperatorContext } from './operator-context.ts';

/** `inputs`: in the order of the spec; they must have the same columns in the same order. */
export function analyzeUnion(inputs: readonly AnalyzedOperator[], context: OperatorContext): UnionOperator {
  const [first] = inputs;
  for (const [position, input] of inputs.entries()) {
    if (!first || isAlike(first.columns, input.columns)) continue;
    const message =
      `${JSON.stringify(input.uid)} has the columns ${describe(input.columns)}, but ${JSON.stringify(first.uid)} has ` +
      `${describe(first.columns)}; bring them into line with a map.`;
    context.error(['inputs', position], 'COLUMNS_DIFFER', message);
  }
  return { ...context.base(context.inputColumns), type: 'union' };
}

/** Columns of a union: those of the first input, nullable where any input is. */
export function joinColumns(inputs: readonly (readonly ColumnSchema[])[]): readonly ColumnSchema[] {
  return (inputs[0] ?? []).map((column, index) => ({
    ...column,
    nullable: inputs.some((columns) => columns[index]?.nullable === true),
  }));
}

function isAlike(left: readonly ColumnSchema[], right: readonly ColumnSchema[]): boolean {
  return (
    left.length === right.length &&
    left.every(({ name, type }, index) => right[index]?.name === name && right[index].type === type)
  );
}

function describe(columns: readonly ColumnSchema[]): string {
  return `(${columns.map(({ name, type }) => `${name} ${type}`).join(', ')})`;
}
