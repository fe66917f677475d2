import type { Span } from './expression-error.ts';

export const arithmeticOperators = ['+', '-', '*', '/', '%'] as const;
export type ArithmeticOperator = (typeof arithmeticOperators)[number];
export const comparisonOperators = ['=', '<>', '<', '<=', '>', '>='] as const;
export type ComparisonOperator = (typeof comparisonOperators)[number];
export type BinaryOperator = ArithmeticOperator | ComparisonOperator | '||' | 'AND' | 'OR';

/** What `IS` asks about JSON. */
export const jsonTests = ['JSON', 'JSON OBJECT', 'JSON ARRAY', 'JSON SCALAR'] as const;
export type JsonTest = (typeof jsonTests)[number];

/** What a function of JSON gives when there is nothing at the path, or an error. */
export type JsonFallback =
  | { readonly kind: 'NULL' | 'ERROR' | 'EMPTY ARRAY' | 'EMPTY OBJECT' | 'TRUE' | 'FALSE' | 'UNKNOWN' }
  | { readonly kind: 'DEFAULT'; readonly value: Expression };

/** What was written, before names and types are known. `span` is the node's range in the text. */
export type Expression = { readonly span: Span } & ExpressionShape;

export type ExpressionShape =
  | { readonly kind: 'column'; readonly name: string }
  /** Digits as written, without a sign. */
  | { readonly kind: 'number'; readonly text: string; readonly isInteger: boolean }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  /** `TIMESTAMP '2024-05-01 12:00:00'`, the text as written. */
  | { readonly kind: 'timestamp'; readonly text: string }
  /** The keyword of a unit of time, an argument of EXTRACT and the like. */
  | { readonly kind: 'unit'; readonly unit: string }
  /** `INTERVAL '1' DAY`: what may be added to a time. `unit` may be a range: `DAY TO SECOND`. */
  | { readonly kind: 'interval'; readonly text: string; readonly unit: string; readonly isNegative: boolean }
  | { readonly kind: 'unary'; readonly operator: '-' | '+' | 'NOT'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'is';
      readonly operand: Expression;
      readonly test: 'NULL' | 'TRUE' | 'FALSE' | JsonTest;
      readonly isNegated: boolean;
    }
  /** `left IS [NOT] DISTINCT FROM right`. */
  | {
      readonly kind: 'distinct';
      readonly left: Expression;
      readonly right: Expression;
      readonly isNegated: boolean;
    }
  | {
      readonly kind: 'in';
      readonly operand: Expression;
      readonly items: readonly Expression[];
      readonly isNegated: boolean;
    }
  | {
      readonly kind: 'between';
      readonly operand: Expression;
      readonly low: Expression;
      readonly high: Expression;
      /** The bounds may stand in either order. */
      readonly isSymmetric: boolean;
      readonly isNegated: boolean;
    }
  | {
      readonly kind: 'like';
      readonly operator: 'LIKE' | 'SIMILAR TO';
      readonly operand: Expression;
      readonly pattern: Expression;
      readonly escape: Expression | null;
      readonly isNegated: boolean;
    }
  | {
      readonly kind: 'case';
      /** `CASE subject WHEN value …`; null for `CASE WHEN condition …`. */
      readonly subject: Expression | null;
      readonly branches: readonly { readonly when: Expression; readonly then: Expression }[];
      readonly otherwise: Expression | null;
    }
  | {
      readonly kind: 'cast';
      readonly operand: Expression;
      readonly typeName: string;
      readonly typeSpan: Span;
      /** TRY_CAST: NULL where the value does not convert. */
      readonly isTry: boolean;
    }
  | {
      readonly kind: 'trim';
      readonly side: 'BOTH' | 'LEADING' | 'TRAILING';
      readonly characters: Expression | null;
      readonly operand: Expression;
    }
  | JsonCall
  /** A function in upper case with its arguments; `COUNT(*)` has `isStar`. */
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly nameSpan: Span;
      readonly isStar: boolean;
      readonly isDistinct: boolean;
      readonly arguments: readonly Expression[];
    };

/** JSON_VALUE, JSON_QUERY or JSON_EXISTS with what its syntax says; null where it says nothing. */
export interface JsonCall {
  readonly kind: 'json';
  readonly function: 'JSON_VALUE' | 'JSON_QUERY' | 'JSON_EXISTS';
  readonly operand: Expression;
  readonly path: Expression;
  readonly returning: { readonly typeName: string; readonly typeSpan: Span } | null;
  readonly wrapper: 'WITHOUT' | 'CONDITIONAL' | 'UNCONDITIONAL';
  readonly onEmpty: JsonFallback | null;
  readonly onError: JsonFallback | null;
}

/** The nodes right below a node, in the order of the text. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'column':
    case 'number':
    case 'string':
    case 'boolean':
    case 'null':
    case 'timestamp':
    case 'unit':
    case 'interval':
      return [];
    case 'unary':
    case 'is':
    case 'cast':
      return [expression.operand];
    case 'binary':
    case 'distinct':
      return [expression.left, expression.right];
    case 'in':
      return [expression.operand, ...expression.items];
    case 'between':
      return [expression.operand, expression.low, expression.high];
    case 'like':
      return [expression.operand, expression.pattern, ...(expression.escape ? [expression.escape] : [])];
    case 'case':
      return [
        ...(expression.subject ? [expression.subject] : []),
        ...expression.branches.flatMap((branch) => [branch.when, branch.then]),
        ...(expression.otherwise ? [expression.otherwise] : []),
      ];
    case 'trim':
      return [...(expression.characters ? [expression.characters] : []), expression.operand];
    case 'json':
      return [
        expression.operand,
        expression.path,
        ...[expression.onEmpty, expression.onError].flatMap((one) => (one?.kind === 'DEFAULT' ? [one.value] : [])),
      ];
    case 'call':
      return expression.arguments;
  }
}

/** The longest path from this node down, itself included; without recursion, as the tree may be deep. */
export function depthOf(expression: Expression): number {
  let depth = 0;
  let level: readonly Expression[] = [expression];
  while (level.length > 0) {
    depth += 1;
    level = level.flatMap(childrenOf);
  }
  return depth;
}
