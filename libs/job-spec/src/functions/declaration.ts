import type { ColumnType } from '../column.ts';

/** How functions are grouped in the reference, in its order. */
export const functionCategories = [
  'comparison',
  'logic',
  'conditional',
  'conversion',
  'text',
  'pattern',
  'encoding',
  'hash',
  'math',
  'time',
  'json',
] as const;
export type FunctionCategory = (typeof functionCategories)[number];

/**
 * What an argument may be. Beyond the types of columns: a STRING whose text is checked when it is written out (`PATTERN`: a regular expression
 * in RE2's syntax, `TIME_FORMAT`, `JSON_PATH`, `TIME_ZONE`), and the keyword of a unit of time (`UNIT`). `ANY`: any type, the same for all
 * parameters that say so.
 */
export type ParameterType = ColumnType | 'PATTERN' | 'TIME_FORMAT' | 'JSON_PATH' | 'TIME_ZONE' | 'UNIT' | 'ANY';

/** Parameters by name, in their order. `name?` may be left out, `name…` may be repeated, up to {@link argumentsMax} of them. */
export type Parameters = Readonly<Record<string, ParameterType>>;

export const argumentsMax = 100;

export interface Signature {
  readonly parameters: Parameters;
  readonly result: ColumnType | 'ANY';
}

export interface FunctionExample {
  readonly expression: string;
  /** TIMESTAMP as `CAST(… AS STRING)` writes it. */
  readonly value: string | number | boolean | null;
}

export interface FunctionDeclaration {
  readonly category: FunctionCategory;
  /**
   * How it is evaluated: by the kernel of its name (left out); `rewritten` into other nodes while its types are checked; or `syntax`, an
   * operator or keyword that the parser knows.
   */
  readonly form?: 'rewritten' | 'syntax';
  /** Other names of the same. */
  readonly aliases?: readonly string[];
  /** Of several, the first that the arguments fit as they are, else the first that they widen to. */
  readonly signatures: readonly Signature[];
  /** How it is written, where that is not `NAME(argument, …)`. */
  readonly usage?: readonly string[];
  readonly meaning: string;
  /** When the result is NULL: `argument` (left out): just when an argument is; `own`: as `meaning` says; `never`. */
  readonly nulls?: 'own' | 'never';
  readonly examples: readonly FunctionExample[];
}

export type Declarations = Readonly<Record<string, FunctionDeclaration>>;

/** One signature of a declaration. */
export function takes<const Taken extends Parameters, const Result extends Signature['result']>(
  parameters: Taken,
  result: Result,
): { readonly parameters: Taken; readonly result: Result } {
  return { parameters, result };
}

/** One example of a declaration. */
export function gives(expression: string, value: FunctionExample['value']): FunctionExample {
  return { expression, value };
}
