import type { Column, RecordBatch } from '@weir/engine-core';
import { timestampMax, type ColumnType } from '@weir/job-spec';
import { assertNever } from '@weir/kernel';
import { numberAt } from './column-access.ts';
import type { Failures, FailureExplanation, FailureSite, Kernel } from './kernel.ts';
import { emptyColumn, resizeNumbers } from './leaf-kernels.ts';
import { OwnFailures } from './row-unions.ts';

type NumberColumn = Exclude<Column, { kind: 'utf8' }>;
export type FixedType = Exclude<ColumnType, 'STRING'>;

/** CAST between BOOLEAN, INT, BIGINT, DOUBLE and TIMESTAMP, where values change. What fits no result fails its row. */
export class CastNumberKernel implements Kernel, FailureSite {
  readonly column: Column;
  readonly constantText = null;
  failures: Failures = null;
  readonly #operand: Kernel;
  readonly #to: FixedType;
  readonly #own: OwnFailures;

  constructor(operand: Kernel, to: FixedType, mark: number) {
    this.#operand = operand;
    this.#to = to;
    this.column = emptyColumn(to);
    this.#own = new OwnFailures(mark);
  }

  evaluate(batch: RecordBatch): void {
    const { rowCount } = batch;
    this.#operand.evaluate(batch);
    const source = this.#operand.column;
    const { column } = this;
    column.nulls = source.nulls;
    this.#own.reset();
    if (source.kind !== 'utf8' && column.kind !== 'utf8') {
      resizeNumbers(column, rowCount);
      if (convert(source, column, this.#to, rowCount)) this.#findFailures(source, rowCount);
    }
    this.failures = this.#own.joinedWith(this.#operand.failures, rowCount);
  }

  explain(row: number): FailureExplanation {
    const value = numberAt(this.#operand.column, row);
    if (Number.isNaN(value)) return { code: 'INVALID_CAST', detail: `NaN is no ${this.#to}` };
    return { code: 'INTEGER_OUT_OF_RANGE', detail: `${value} is outside ${this.#to}` };
  }

  #findFailures(source: NumberColumn, rows: number): void {
    for (let row = 0; row < rows; row += 1) {
      if (source.nulls !== null && source.nulls[row] === 1) continue;
      if (!fits(Math.trunc(source.values[row] ?? 0), this.#to)) this.#own.add(row, rows);
    }
  }
}

/** Whether some value fits no result. */
function convert(source: NumberColumn, target: NumberColumn, to: FixedType, rows: number): boolean {
  switch (to) {
    case 'BOOLEAN':
      toBoolean(source, target, rows);
      return false;
    case 'DOUBLE':
      if (target.kind === 'float64') target.values.set(source.values.subarray(0, rows));
      return false;
    case 'INT':
      return toInt(source, target, rows);
    case 'BIGINT':
    case 'TIMESTAMP':
      return toWhole(source, target, { rows, max: to === 'BIGINT' ? Number.MAX_SAFE_INTEGER : timestampMax });
    default:
      return assertNever(to);
  }
}

function toBoolean(source: NumberColumn, target: NumberColumn, rows: number): void {
  for (let row = 0; row < rows; row += 1) target.values[row] = source.values[row] === 0 ? 0 : 1;
}

function toInt(source: NumberColumn, target: NumberColumn, rows: number): boolean {
  if (source.kind !== 'float64') {
    target.values.set(source.values.subarray(0, rows));
    return false;
  }
  const { values } = source;
  let isOut = false;
  for (let row = 0; row < rows; row += 1) {
    const value = Math.trunc(values[row] as number);
    target.values[row] = value;
    if (value !== (value | 0)) isOut = true;
  }
  return isOut;
}

function toWhole(
  source: NumberColumn,
  target: NumberColumn,
  { rows, max }: { readonly rows: number; readonly max: number },
): boolean {
  if (source.kind !== 'float64') {
    target.values.set(source.values.subarray(0, rows));
    return false;
  }
  const { values } = source;
  let isOut = false;
  for (let row = 0; row < rows; row += 1) {
    const value = Math.trunc(values[row] as number) + 0;
    target.values[row] = value;
    if (!(Math.abs(value) <= max)) isOut = true;
  }
  return isOut;
}

/** Whether a whole number (or NaN) is a value of the type. */
export function fits(value: number, type: FixedType): boolean {
  switch (type) {
    case 'INT':
      return value === (value | 0);
    case 'BIGINT':
      return Number.isSafeInteger(value);
    case 'TIMESTAMP':
      return Math.abs(value) <= timestampMax;
    case 'BOOLEAN':
    case 'DOUBLE':
      return true;
    default:
      return assertNever(type);
  }
}
