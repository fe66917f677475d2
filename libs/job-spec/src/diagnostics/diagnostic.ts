import type { ExpressionProblem, Span } from '../expressions/expression-error.ts';
import { expressionProblemCodes } from '../expressions/expression-error.ts';

/** Everything that can be said about a job spec. */
export const diagnosticCodes = [
  /** Not JSON data: a function, a cycle, a number that is not finite. */
  'NOT_JSON',
  /** Objects and lists within one another beyond the bound. */
  'NESTING_TOO_DEEP',
  /** More values than a spec may hold. */
  'TOO_LARGE',
  /** A key that would reach an object's prototype. */
  'FORBIDDEN_KEY',
  'UNKNOWN_FIELD',
  'MISSING_FIELD',
  /** A text where a number belongs, and so on. */
  'INVALID_TYPE',
  /** The right type, but not one of the values allowed. */
  'INVALID_VALUE',
  /** Too small, too big, too short, too long. */
  'OUT_OF_RANGE',
  /** Known, but not part of this version. */
  'UNSUPPORTED',
  'UNKNOWN_OPERATOR_TYPE',
  'DUPLICATE_UID',
  'UNKNOWN_INPUT',
  /** `input` on a source, `inputs` on an operator with one, or the other way round. */
  'WRONG_INPUT_COUNT',
  /** A sink named as input. */
  'INPUT_IS_SINK',
  'CYCLE',
  'NO_SOURCE',
  'NO_SINK',
  /** Warning: nobody takes the rows. */
  'DANGLING_OPERATOR',
  ...expressionProblemCodes,
  'COLUMN_NAME_CLASH',
  /** Inputs of a union with different columns. */
  'COLUMNS_DIFFER',
  /** A column of `elements` or `choice` whose values have no common type. */
  'MIXED_TYPES',
  'INVALID_SEPARATOR',
  /** Warning: the source cannot be read again. */
  'AT_MOST_ONCE_SOURCE',
  /** Warning: without checkpoints a file sink publishes only at the end of its input. */
  'NOTHING_COMMITTED',
] as const;
export type DiagnosticCode = (typeof diagnosticCodes)[number];

export interface Diagnostic {
  /** RFC 6901 JSON pointer into the spec as it was given. */
  readonly pointer: string;
  readonly code: DiagnosticCode;
  /** What is wrong, with which value, and what to do. */
  readonly message: string;
  /** Only errors keep a job from being accepted. */
  readonly severity: 'error' | 'warning';
  /** A range inside the text that `pointer` names, in UTF-16 units. */
  readonly position?: Span;
}

/** More findings than a person reads; looking for them ends there as well. */
export const DIAGNOSTICS_MAX = 100;

export type PointerPath = readonly (string | number)[];

/** `["operators", 0, "a/b"]` as `/operators/0/a~1b`. */
export function toPointer(path: PointerPath): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

export function errorAt(path: PointerPath, code: DiagnosticCode, message: string): Diagnostic {
  return { pointer: toPointer(path), code, message, severity: 'error' };
}

export function warningAt(path: PointerPath, code: DiagnosticCode, message: string): Diagnostic {
  return { pointer: toPointer(path), code, message, severity: 'warning' };
}

/** A problem of an expression, at the field that holds its text. */
export function expressionErrorAt(path: PointerPath, problem: ExpressionProblem): Diagnostic {
  return { ...errorAt(path, problem.code, problem.message), position: problem.position };
}
