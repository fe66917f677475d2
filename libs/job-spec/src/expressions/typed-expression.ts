import type { ColumnType } from '../column.ts';
import type { KernelFunction } from '../functions/catalogue.ts';
import type { ArithmeticOperator, ComparisonOperator, JsonTest } from './expression.ts';
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
  /** `%` any text, `_` one code point; `escape` is one code point or null. A pattern that is written out was checked. */
  | {
      readonly kind: 'like';
      readonly operand: TypedExpression;
      readonly pattern: TypedExpression;
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
  /** As a TRY_CAST, NULL where the value does not convert. */
  | { readonly kind: 'cast'; readonly operand: TypedExpression; readonly isTry: boolean }
  /** The first operand that is not NULL; later ones are not used. */
  | { readonly kind: 'coalesce'; readonly operands: readonly TypedExpression[] }
  /** Removes any of `characters` (code points, at least one) at the ends. */
  | {
      readonly kind: 'trim';
      readonly side: 'BOTH' | 'LEADING' | 'TRAILING';
      readonly characters: string;
      readonly operand: TypedExpression;
    }
  /** Arguments are of the types that the function's declaration names; a unit of time is a literal with its name. */
  | { readonly kind: 'call'; readonly function: KernelFunction; readonly arguments: readonly TypedExpression[] }
  /** `IS JSON`. */
  | {
      readonly kind: 'is-json';
      readonly operand: TypedExpression;
      readonly test: JsonTest;
      readonly isNegated: boolean;
    }
  | TypedJsonCall;

/** A function of JSON; `json` and `path` are STRING. DEFAULT values are of the node's type. */
export interface TypedJsonCall {
  readonly kind: 'json';
  readonly function: 'JSON_VALUE' | 'JSON_QUERY' | 'JSON_EXISTS';
  readonly json: TypedExpression;
  readonly path: TypedExpression;
  readonly wrapper: 'WITHOUT' | 'CONDITIONAL' | 'UNCONDITIONAL';
  readonly onEmpty: TypedJsonFallback;
  readonly onError: TypedJsonFallback;
}

/** `VALUE`: null stands for NULL; `ERROR`: the row fails. */
export type TypedJsonFallback =
  { readonly kind: 'VALUE'; readonly value: string | number | boolean | null } | { readonly kind: 'ERROR' };

/** A typed expression with the text it came from, for messages at run time. */
export interface CompiledText {
  readonly text: string;
  readonly expression: TypedExpression;
}
