import type { BoolColumn, RecordBatch } from '@weir/engine-core';
import { boolValues } from './column-access.ts';
import { growBytes, growUint16 } from './grow.ts';
import type { Failures, Kernel } from './kernel.ts';

/**
 * AND and OR of several operands. One operand that decides a row (FALSE for AND, TRUE for OR) makes its value, whatever the others
 * are, NULL and failed ones included. Otherwise a failed operand fails the row, and a NULL one makes it NULL.
 */
export class LogicalKernel implements Kernel {
  readonly column: BoolColumn = { kind: 'bool', values: new Uint8Array(0), nulls: null };
  readonly constantText = null;
  failures: Failures = null;
  readonly #operands: readonly Kernel[];
  /** 0 for AND, 1 for OR. */
  readonly #deciding: 0 | 1;
  #nullBytes: Uint8Array = new Uint8Array(0);
  #failureMask: Uint16Array = new Uint16Array(0);

  constructor(operator: 'AND' | 'OR', operands: readonly Kernel[]) {
    this.#operands = operands;
    this.#deciding = operator === 'AND' ? 0 : 1;
  }

  evaluate(batch: RecordBatch): void {
    const { rowCount } = batch;
    for (const operand of this.#operands) operand.evaluate(batch);
    this.column.values = growBytes(this.column.values, rowCount);
    if (this.#operands.every(isDefinite)) this.#combine(rowCount);
    else this.#decide(rowCount);
    this.column.nulls = this.#joinNulls(rowCount);
    this.failures = this.#joinFailures(rowCount);
  }

  /** The fast path: no operand has a NULL or a failure. */
  #combine(rows: number): void {
    const { values } = this.column;
    values.fill(1 - this.#deciding, 0, rows);
    for (const { column } of this.#operands) {
      const operand = boolValues(column);
      if (this.#deciding === 0) andInto(values, operand, rows);
      else orInto(values, operand, rows);
    }
  }

  #joinNulls(rows: number): Uint8Array | null {
    if (this.#operands.every((operand) => operand.column.nulls === null)) return null;
    const joined = growBytes(this.#nullBytes, rows).fill(0, 0, rows);
    this.#nullBytes = joined;
    const { values } = this.column;
    for (const { column } of this.#operands) {
      const { nulls } = column;
      if (nulls === null) continue;
      for (let row = 0; row < rows; row += 1) if (values[row] !== this.#deciding && nulls[row] === 1) joined[row] = 1;
    }
    return joined;
  }

  #joinFailures(rows: number): Failures {
    if (this.#operands.every((operand) => operand.failures === null)) return null;
    const joined = growUint16(this.#failureMask, rows).fill(0, 0, rows);
    this.#failureMask = joined;
    const { values } = this.column;
    for (const { failures } of this.#operands) {
      if (failures === null) continue;
      for (let row = 0; row < rows; row += 1) {
        if (joined[row] === 0 && values[row] !== this.#deciding) joined[row] = failures[row] as number;
      }
    }
    return joined;
  }

  /** Values from definite rows only: a NULL or failed one decides nothing, whatever its byte says. */
  #decide(rows: number): void {
    const { values } = this.column;
    const deciding = this.#deciding;
    values.fill(1 - deciding, 0, rows);
    for (const { column, failures } of this.#operands) {
      const operand = boolValues(column);
      const { nulls } = column;
      for (let row = 0; row < rows; row += 1) {
        if (operand[row] !== deciding || (nulls !== null && nulls[row] === 1)) continue;
        if (failures === null || failures[row] === 0) values[row] = deciding;
      }
    }
  }
}

function isDefinite({ column, failures }: Kernel): boolean {
  return column.nulls === null && failures === null;
}

function andInto(values: Uint8Array, operand: Uint8Array, rows: number): void {
  for (let row = 0; row < rows; row += 1) values[row] = (values[row] as number) & (operand[row] as number);
}

function orInto(values: Uint8Array, operand: Uint8Array, rows: number): void {
  for (let row = 0; row < rows; row += 1) values[row] = (values[row] as number) | (operand[row] as number);
}
