import { trusted, type OperatorUid } from '@weir/kernel';
import type { ColumnSchema } from '../column.ts';
import {
  errorAt,
  expressionErrorAt,
  type Diagnostic,
  type DiagnosticCode,
  type PointerPath,
} from '../diagnostics/diagnostic.ts';
import type { ExpressionProblem } from '../expressions/expression-error.ts';
import { operatorRoles, type OperatorSpec } from '../operators/operator-schema.ts';
import type { AnalyzedOperatorBase } from './analyzed-operator.ts';
import { inputsOf, type PlacedOperator } from './topology.ts';

export const COLUMNS_MAX = 200;

/** What an operator's analysis knows of its surroundings, and where it leaves what it finds. */
export class OperatorContext {
  readonly #operator: PlacedOperator;
  readonly #jobParallelism: number;
  readonly inputColumns: readonly ColumnSchema[];
  readonly diagnostics: Diagnostic[] = [];

  constructor(
    operator: PlacedOperator,
    surroundings: { readonly jobParallelism: number; readonly inputColumns: readonly ColumnSchema[] },
  ) {
    this.#operator = operator;
    this.#jobParallelism = surroundings.jobParallelism;
    this.inputColumns = surroundings.inputColumns;
  }

  /** Reports an error at a field of the operator, named from the operator on. */
  error(path: PointerPath, code: DiagnosticCode, message: string): void {
    this.diagnostics.push(errorAt(this.#at(path), code, message));
  }

  expressionError(path: PointerPath, problem: ExpressionProblem): void {
    this.diagnostics.push(expressionErrorAt(this.#at(path), problem));
  }

  /** Whether so many columns are allowed; reports it when they are not. Asked before each of them is looked at. */
  allowsColumns(path: PointerPath, count: number): boolean {
    if (count <= COLUMNS_MAX) return true;
    this.error(path, 'OUT_OF_RANGE', `There are ${count} columns; at most ${COLUMNS_MAX} are allowed.`);
    return false;
  }

  /** The fields that every analysed operator has. `columns`: what it emits. */
  base(columns: readonly ColumnSchema[]): AnalyzedOperatorBase {
    const { spec } = this.#operator;
    this.allowsColumns([], columns.length);
    return {
      uid: trusted<OperatorUid>(spec.uid),
      name: spec.name ?? spec.uid,
      role: operatorRoles[spec.type],
      parallelism: spec.parallelism ?? this.#jobParallelism,
      chain: spec.chain ?? true,
      inputs: inputsOf(spec).map((uid) => trusted<OperatorUid>(uid)),
      inputColumns: this.inputColumns,
      columns,
    };
  }

  /** As {@link base}, for an operator that cannot be divided: one subtask, whatever the job's parallelism. */
  undividedBase(columns: readonly ColumnSchema[], why: string): AnalyzedOperatorBase {
    const { spec } = this.#operator;
    if (spec.parallelism !== undefined && spec.parallelism > 1) {
      this.error(
        ['parallelism'],
        'OUT_OF_RANGE',
        `${why}: its parallelism can only be 1, but it is ${spec.parallelism}.`,
      );
    }
    return { ...this.base(columns), parallelism: 1 };
  }

  #at(path: PointerPath): PointerPath {
    return ['operators', this.#operator.index, ...path];
  }
}

export type SpecOf<Type extends OperatorSpec['type']> = Extract<OperatorSpec, { type: Type }>;
