import type { TypedExpression } from '@weir/job-spec';

/** Indexes of the input columns that an expression reads. */
export function columnsReadBy(expression: TypedExpression): ReadonlySet<number> {
  const read = new Set<number>();
  withColumns(expression, (index) => {
    read.add(index);
    return index;
  });
  return read;
}

/** The same expression over an input whose columns have other places: column i is now `placeOf(i)`. */
export function withColumns(expression: TypedExpression, placeOf: (index: number) => number): TypedExpression {
  const moved = (child: TypedExpression): TypedExpression => withColumns(child, placeOf);
  switch (expression.kind) {
    case 'column':
      return { ...expression, index: placeOf(expression.index) };
    case 'literal':
      return expression;
    case 'arithmetic':
    case 'compare':
      return { ...expression, left: moved(expression.left), right: moved(expression.right) };
    case 'negate':
    case 'not':
    case 'is-null':
    case 'is-truth':
    case 'is-json':
    case 'cast':
    case 'trim':
      return { ...expression, operand: moved(expression.operand) };
    case 'like':
      return { ...expression, operand: moved(expression.operand), pattern: moved(expression.pattern) };
    case 'json':
      return { ...expression, json: moved(expression.json), path: moved(expression.path) };
    case 'logical':
    case 'coalesce':
      return { ...expression, operands: expression.operands.map(moved) };
    case 'in':
      return { ...expression, operand: moved(expression.operand), items: expression.items.map(moved) };
    case 'case':
      return {
        ...expression,
        branches: expression.branches.map(({ when, then }) => ({ when: moved(when), then: moved(then) })),
        otherwise: expression.otherwise && moved(expression.otherwise),
      };
    case 'call':
      return { ...expression, arguments: expression.arguments.map(moved) };
  }
}
