import { decodeText, type NullBytes, type RecordBatch } from '@weir/engine-core';
import type { TypedExpression } from '@weir/job-spec';
import { invariant } from '@weir/kernel';
import { boolValues, float64Values, int32Values } from '../expressions/column-access.ts';
import type { Kernel } from '../expressions/kernel.ts';
import { TextOperand } from '../expressions/text-operand.ts';

/** A STRING argument: after `load`, row r is `bytes[from(r) .. to(r))`. */
export class TextArgument {
  bytes: Uint8Array = new Uint8Array(0);
  /** The text when it is the same for every row. */
  readonly constant: string | null;
  readonly #operand: TextOperand;
  #offsets: Int32Array = new Int32Array(2);
  #stride: 0 | 1 = 1;
  #nulls: NullBytes = null;

  constructor(kernel: Kernel) {
    this.#operand = new TextOperand(kernel);
    const { constantText } = kernel;
    this.constant = constantText === null ? null : decodeText(constantText, 0, constantText.length);
  }

  load(batch: RecordBatch): void {
    const { bytes, offsets, stride } = this.#operand.evaluate(batch);
    this.bytes = bytes;
    this.#offsets = offsets;
    this.#stride = stride;
    this.#nulls = stride === 0 ? null : this.#operand.kernel.column.nulls;
  }

  from(row: number): number {
    return this.#offsets[row * this.#stride] as number;
  }

  to(row: number): number {
    return this.#offsets[row * this.#stride + 1] as number;
  }

  text(row: number): string {
    return this.constant ?? decodeText(this.bytes, this.from(row), this.to(row));
  }

  isNull(row: number): boolean {
    return this.#nulls !== null && this.#nulls[row] === 1;
  }
}

/** An argument of a fixed width. */
export class NumberArgument<Values extends Int32Array | Float64Array | Uint8Array> {
  values: Values;
  readonly #kernel: Kernel;
  readonly #read: (kernel: Kernel) => Values;

  constructor(kernel: Kernel, read: (kernel: Kernel) => Values) {
    this.#kernel = kernel;
    this.#read = read;
    this.values = read(kernel);
  }

  load(batch: RecordBatch): void {
    this.#kernel.evaluate(batch);
    this.values = this.#read(this.#kernel);
  }

  at(row: number): number {
    return this.values[row] as number;
  }

  isNull(row: number): boolean {
    const { nulls } = this.#kernel.column;
    return nulls !== null && nulls[row] === 1;
  }
}

type AnyArgument = TextArgument | NumberArgument<Int32Array | Float64Array | Uint8Array>;

/** The arguments of one call, by place; each is of the type that the function's declaration names. */
export class FunctionArguments {
  readonly operands: readonly Kernel[];
  readonly #expressions: readonly TypedExpression[];
  readonly #made: AnyArgument[];

  constructor(expressions: readonly TypedExpression[], operands: readonly Kernel[]) {
    this.#expressions = expressions;
    this.operands = operands;
    this.#made = operands.map((operand, place) => argumentOf(operand, expressions[place]));
  }

  get count(): number {
    return this.operands.length;
  }

  /** Evaluates all of them. */
  load(batch: RecordBatch): void {
    for (const argument of this.#made) argument.load(batch);
  }

  text(place: number): TextArgument {
    const argument = this.#made[place];
    invariant(argument instanceof TextArgument, 'The argument is a STRING.', { place });
    return argument;
  }

  /** Of type INT, BIGINT, DOUBLE, TIMESTAMP or BOOLEAN. */
  number(place: number): NumberArgument<Int32Array | Float64Array | Uint8Array> {
    const argument = this.#made[place];
    invariant(argument instanceof NumberArgument, 'The argument is a number.', { place });
    return argument;
  }

  /** The value of an argument that is written out; undefined when it is not. */
  literal(place: number): string | number | boolean | null | undefined {
    const expression = this.#expressions[place];
    return expression?.kind === 'literal' ? expression.value : undefined;
  }
}

function argumentOf(kernel: Kernel, expression: TypedExpression | undefined): AnyArgument {
  switch (expression?.type) {
    case 'INT':
      return new NumberArgument<Int32Array>(kernel, ({ column }) => int32Values(column));
    case 'BOOLEAN':
      return new NumberArgument<Uint8Array>(kernel, ({ column }) => boolValues(column));
    case 'BIGINT':
    case 'DOUBLE':
    case 'TIMESTAMP':
      return new NumberArgument<Float64Array>(kernel, ({ column }) => float64Values(column));
    default:
      return new TextArgument(kernel);
  }
}
