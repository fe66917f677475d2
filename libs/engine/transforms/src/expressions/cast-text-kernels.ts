import { type Column, decodeText, type RecordBatch, Utf8Builder } from '@weir/engine-core';
import { formatTimestampText, type ColumnType } from '@weir/job-spec';
import { assertNever } from '@weir/kernel';
import { fits, type FixedType } from './cast-number-kernel.ts';
import { numberAt } from './column-access.ts';
import { formatDouble } from './format-double.ts';
import type { Failures, FailureExplanation, FailureSite, Kernel } from './kernel.ts';
import { emptyColumn, resizeNumbers } from './leaf-kernels.ts';
import { parseDouble, parseTime, parseTruth, parseWhole } from './parse-value.ts';
import { OwnFailures } from './row-unions.ts';
import { TextOperand, type TextRows } from './text-operand.ts';

/** CAST(x AS STRING), as Flink writes values: TRUE, 1, 1.0, 2024-05-01 12:30:15.250. */
export class FormatKernel implements Kernel {
  readonly constantText = null;
  failures: Failures = null;
  readonly #operand: Kernel;
  readonly #from: FixedType;
  readonly #builder = new Utf8Builder();

  constructor(operand: Kernel, from: FixedType) {
    this.#operand = operand;
    this.#from = from;
  }

  get column(): Column {
    return this.#builder.column;
  }

  evaluate(batch: RecordBatch): void {
    const { rowCount } = batch;
    this.#operand.evaluate(batch);
    const source = this.#operand.column;
    const { nulls } = source;
    const { failures } = this.#operand;
    const builder = this.#builder;
    builder.reset();
    builder.reserve(rowCount, rowCount * FORMATTED_BYTES_MAX);
    const { bytes, offsets } = builder.column;
    let end = 0;
    for (let row = 0; row < rowCount; row += 1) {
      const isSkipped = (nulls !== null && nulls[row] === 1) || (failures !== null && failures[row] !== 0);
      if (!isSkipped) end = writeAscii(format(numberAt(source, row), this.#from), bytes, end);
      offsets[row + 1] = end;
    }
    builder.advance(rowCount);
    builder.column.nulls = nulls;
    this.failures = failures;
  }
}

/** `-2.2250738585072014E-308` and `-271821-04-20 00:00:00.000` are the longest. */
const FORMATTED_BYTES_MAX = 32;

/** Returns where the text ends. */
function writeAscii(text: string, bytes: Uint8Array, at: number): number {
  for (let index = 0; index < text.length; index += 1) bytes[at + index] = text.charCodeAt(index);
  return at + text.length;
}

function format(value: number, type: FixedType): string {
  switch (type) {
    case 'BOOLEAN':
      return value === 0 ? 'FALSE' : 'TRUE';
    case 'INT':
    case 'BIGINT':
      return String(value);
    case 'DOUBLE':
      return formatDouble(value);
    case 'TIMESTAMP':
      return formatTimestampText(value);
    default:
      return assertNever(type);
  }
}

/** CAST of a STRING to any other type; a text that stands for no value fails its row. */
export class ParseKernel implements Kernel, FailureSite {
  readonly column: Column;
  readonly constantText = null;
  failures: Failures = null;
  readonly #operand: TextOperand;
  readonly #to: FixedType;
  readonly #own: OwnFailures;
  #texts: TextRows | null = null;

  constructor(operand: Kernel, to: FixedType, mark: number) {
    this.#operand = new TextOperand(operand);
    this.#to = to;
    this.column = emptyColumn(to);
    this.#own = new OwnFailures(mark);
  }

  evaluate(batch: RecordBatch): void {
    const { rowCount } = batch;
    const texts = this.#operand.evaluate(batch);
    this.#texts = texts;
    const { column } = this;
    const { kernel } = this.#operand;
    const nulls = kernel.constantText === null ? kernel.column.nulls : null;
    column.nulls = nulls;
    this.#own.reset();
    if (column.kind === 'utf8') return;
    resizeNumbers(column, rowCount);
    for (let row = 0; row < rowCount; row += 1) {
      if (nulls !== null && nulls[row] === 1) continue;
      const value = parse(textAt(texts, row), this.#to);
      if (value === undefined || (this.#to !== 'DOUBLE' && !fits(value, this.#to))) this.#own.add(row, rowCount);
      else column.values[row] = value;
    }
    this.failures = this.#own.joinedWith(kernel.failures, rowCount);
  }

  explain(row: number): FailureExplanation {
    const text = this.#texts === null ? '' : textAt(this.#texts, row);
    const shown = JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
    if (parse(text, this.#to) === undefined) return { code: 'INVALID_CAST', detail: `${shown} is no ${this.#to}` };
    return { code: 'INTEGER_OUT_OF_RANGE', detail: `${shown} is outside ${this.#to}` };
  }
}

function textAt({ bytes, offsets, stride }: TextRows, row: number): string {
  return decodeText(bytes, offsets[row * stride] ?? 0, offsets[row * stride + 1] ?? 0);
}

function parse(text: string, type: FixedType): number | undefined {
  switch (type) {
    case 'BOOLEAN':
      return parseTruth(text);
    case 'INT':
    case 'BIGINT':
      return parseWhole(text);
    case 'DOUBLE':
      return parseDouble(text);
    case 'TIMESTAMP':
      return parseTime(text);
    default:
      return assertNever(type);
  }
}

/** Types whose values lie in memory alike, so that a CAST between them only hands its operand on. */
export function isSameInMemory(from: ColumnType, to: ColumnType): boolean {
  return from === to || (from === 'BIGINT' && to === 'DOUBLE') || (from === 'TIMESTAMP' && to === 'BIGINT');
}
