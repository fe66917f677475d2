import type { ColumnType } from '../column.ts';
import type { ArithmeticOperator, ComparisonOperator } from './expression.ts';
import type { Span } from './expression-error.ts';

/**
 * An expression whose names and types are known: plain data, cloneable between threads. Operands already have the type their
 * operator works in (a widening `cast` stands where the text had none), so an evaluator never converts on its own.
 *
 * How values behave: INT and BIGINT are whole numbers in doubles; a result outside ±2^31 or ±2^53 is an error where Flink wraps.
 * INT / INT is INT, cut toward zero; dividing a whole number by zero is an error, dividing a DOUBLE follows IEEE 754. A NULL operand
 * makes the result NULL except where a node says otherwise.
 */
export type TypedExpression = TypedNode & TypedShape;

interface TypedNode {
  readonly type: ColumnType;
  /** false: never NULL. */
  readonly nullable: boolean;
  /** Where it stands in the text, for the message of an error at run time. */
  readonly span: Span;
}

export type TypedShape =
  /** Column `index` of the input batch. */
  | { readonly kind: 'column'; readonly index: number; readonly name: string }
  /** null only for a NULL whose type came from its surroundings. TIMESTAMP: epoch milliseconds. */
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** Both operands and the result are of one type: INT, BIGINT or DOUBLE. */
  | {
      readonly kind: 'arithmetic';
      readonly operator: ArithmeticOperator;
      readonly left: TypedExpression;
      readonly right: TypedExpression;
    }
  | { readonly kind: 'negate'; readonly operand: TypedExpression }
  /** Both operands are of one type (any). STRING compares by UTF-8 bytes, DOUBLE by IEEE 754, FALSE < TRUE. */
  | {
      readonly kind: 'compare';
      readonly operator: ComparisonOperator;
      readonly left: TypedExpression;
      readonly right: TypedExpression;
    }
  /** Three-valued: FALSE AND NULL is FALSE, TRUE OR NULL is TRUE. An operand that is not needed for a row fails nothing there. */
  | { readonly kind: 'logical'; readonly operator: 'AND' | 'OR'; readonly operands: readonly TypedExpression[] }
  | { readonly kind: 'not'; readonly operand: TypedExpression }
  /** Never NULL. */
  | { readonly kind: 'is-null'; readonly operand: TypedExpression; readonly isNegated: boolean }
  /** `IS [NOT] TRUE`, `IS [NOT] FALSE`. Never NULL. */
  | {
      readonly kind: 'is-truth';
      readonly operand: TypedExpression;
      readonly truth: boolean;
      readonly isNegated: boolean;
    }
  /** All operands are of one type. NULL when the operand is, or when nothing matches and an item is NULL. */
  | {
      readonly kind: 'in';
      readonly operand: TypedExpression;
      readonly items: readonly TypedExpression[];
      readonly isNegated: boolean;
    }
  /** `%` any text, `_` one code point; `escape` is one code point or null. The pattern was checked. */
  | {
      readonly kind: 'like';
      readonly operand: TypedExpression;
      readonly pattern: string;
      readonly escape: string | null;
      readonly isNegated: boolean;
    }
  /** The first branch whose condition is TRUE; `otherwise` null: NULL. Only the branch taken is used. */
  | {
      readonly kind: 'case';
      readonly branches: readonly { readonly when: TypedExpression; readonly then: TypedExpression }[];
      readonly otherwise: TypedExpression | null;
    }
  /** To the node's type. See `castRules` for what converts and what fails. */
  | { readonly kind: 'cast'; readonly operand: TypedExpression }
  /** The first operand that is not NULL; later ones are not used. */
  | { readonly kind: 'coalesce'; readonly operands: readonly TypedExpression[] }
  /** Removes any of `characters` (code points, at least one) at the ends. */
  | {
      readonly kind: 'trim';
      readonly side: 'BOTH' | 'LEADING' | 'TRAILING';
      readonly characters: string;
      readonly operand: TypedExpression;
    }
  | { readonly kind: 'call'; readonly function: ScalarFunction; readonly arguments: readonly TypedExpression[] };

/** Functions whose arguments are all evaluated and whose result is NULL when an argument is. */
export const scalarFunctions = [
  /** STRING, by Unicode's default case mapping. */
  'LOWER',
  'UPPER',
  /** Code points. INT. */
  'CHAR_LENGTH',
  /** `(text, start INT[, length INT])` in code points from 1; a negative start counts from the end; NULL for a negative length. */
  'SUBSTRING',
  /** Any number of STRINGs; also what `||` becomes. */
  'CONCAT',
  /** `(text, search, replacement)`; an empty search leaves the text as it is. */
  'REPLACE',
  /** INT, BIGINT or DOUBLE, the result of the same type. */
  'ABS',
  /** DOUBLE, with an INT literal of -15 to 15 as second argument; half away from zero on the shortest decimal form. */
  'ROUND',
  /** DOUBLE. On whole numbers ROUND to 0 or more digits, FLOOR and CEIL vanish at validation. */
  'FLOOR',
  'CEIL',
] as const;
export type ScalarFunction = (typeof scalarFunctions)[number];

/** A typed expression with the text it came from, for messages at run time. */
export interface CompiledText {
  readonly text: string;
  readonly expression: TypedExpression;
}
