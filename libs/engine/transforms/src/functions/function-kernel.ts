import type { Column, NullBytes, RecordBatch } from '@weir/engine-core';
import type { ColumnType, TypedExpression } from '@weir/job-spec';
import { invariant } from '@weir/kernel';
import { growBytes } from '../expressions/grow.ts';
import type { KernelCompiler } from '../expressions/kernel-compiler.ts';
import type { FailureExplanation, Failures, FailureSite, Kernel } from '../expressions/kernel.ts';
import { emptyColumn, resizeNumbers } from '../expressions/leaf-kernels.ts';
import { FailureUnion, NullUnion, OwnFailures } from '../expressions/row-unions.ts';
import { FunctionArguments } from './function-arguments.ts';
import { TextWriter } from './text-writer.ts';

export type CallNode = Extract<TypedExpression, { kind: 'call' }>;

/** What a function's row came to. */
export const VALUE = 0;
export const NULL = 1;
/** The row fails; {@link FunctionBody.explain} says why. */
export const FAILED = 2;
export type Outcome = typeof VALUE | typeof NULL | typeof FAILED;

/** Writes the result of one row: into the writer, or into `out[row]`. Called for rows without a NULL or failed argument. */
export type RowFunction<Out> = (row: number, out: Out) => Outcome;
export interface FunctionBody<Out> {
  readonly write: RowFunction<Out>;
  /** Needed of a function that can fail. */
  readonly explain?: (row: number) => FailureExplanation;
}

/** Makes the kernel of one call over its compiled arguments. */
export type MakeFunction = (compiler: KernelCompiler, call: CallNode, operands: readonly Kernel[]) => Kernel;

type Make<Out> = (given: FunctionArguments) => RowFunction<Out> | FunctionBody<Out>;

export interface FunctionOptions {
  /** `own`: rows with a NULL argument are given to the function, too. */
  readonly nulls?: 'own';
}

export function toText(make: Make<TextWriter>, options: FunctionOptions = {}): MakeFunction {
  return makeWith((body, site) => new TextFunctionKernel(body, site), make, options);
}

export function toInt(make: Make<Int32Array>, options: FunctionOptions = {}): MakeFunction {
  return makeWith((body, site) => new NumberFunctionKernel(body, site), make, options);
}

/** Of BIGINT, DOUBLE or TIMESTAMP. */
export function toDouble(make: Make<Float64Array>, options: FunctionOptions = {}): MakeFunction {
  return makeWith((body, site) => new NumberFunctionKernel(body, site), make, options);
}

export function toBoolean(make: Make<Uint8Array>, options: FunctionOptions = {}): MakeFunction {
  return makeWith((body, site) => new NumberFunctionKernel(body, site), make, options);
}

interface Site extends FunctionOptions {
  readonly given: FunctionArguments;
  readonly type: ColumnType;
  readonly mark: number;
}

function makeWith<Out>(
  create: (body: FunctionBody<Out>, site: Site) => FunctionKernel,
  make: Make<Out>,
  options: FunctionOptions,
): MakeFunction {
  return (compiler, call, operands) => {
    const given = new FunctionArguments(call.arguments, operands);
    const made = make(given);
    const body = typeof made === 'function' ? { write: made } : made;
    const site = { ...options, given, type: call.type };
    if (body.explain === undefined) return create(body, { ...site, mark: 0 });
    return compiler.placed(call, (mark) => create(body, { ...site, mark }));
  };
}

/** Evaluates a function row by row; what is the same for all functions: whose rows are skipped, NULL or failed. */
abstract class FunctionKernel implements Kernel, FailureSite {
  abstract readonly column: Column;
  readonly constantText = null;
  failures: Failures = null;
  readonly #given: FunctionArguments;
  readonly #skipsNulls: boolean;
  readonly #explain: ((row: number) => FailureExplanation) | undefined;
  readonly #nullUnion = new NullUnion();
  readonly #failureUnion = new FailureUnion();
  readonly #own: OwnFailures;
  #ownNulls: Uint8Array = new Uint8Array(0);
  /** The nulls of the batch so far. */
  #nulls: NullBytes = null;
  #argumentNulls: NullBytes = null;

  constructor(explain: FunctionBody<never>['explain'], { given, nulls, mark }: Site) {
    this.#given = given;
    this.#skipsNulls = nulls !== 'own';
    this.#explain = explain;
    this.#own = new OwnFailures(mark);
  }

  evaluate(batch: RecordBatch): void {
    const { rowCount } = batch;
    const { operands } = this.#given;
    this.#given.load(batch);
    this.#argumentNulls = this.#skipsNulls ? this.#nullUnion.of(operands, rowCount) : null;
    this.#nulls = this.#argumentNulls;
    const failed = this.#failureUnion.of(operands, rowCount);
    this.#own.reset();
    this.run(rowCount, this.#argumentNulls, failed);
    this.column.nulls = this.#nulls;
    this.failures = this.#own.joinedWith(failed, rowCount);
  }

  explain(row: number): FailureExplanation {
    invariant(this.#explain, 'A function that fails says why.');
    return this.#explain(row);
  }

  protected abstract run(rows: number, nulls: NullBytes, failed: Failures): void;

  /** Takes down that a row has no value. */
  protected miss(row: number, outcome: Outcome, rows: number): void {
    if (outcome === FAILED) {
      this.#own.add(row, rows);
      return;
    }
    if (this.#nulls === this.#argumentNulls) {
      this.#ownNulls = growBytes(this.#ownNulls, rows);
      if (this.#argumentNulls === null) this.#ownNulls.fill(0, 0, rows);
      else this.#ownNulls.set(this.#argumentNulls.subarray(0, rows));
      this.#nulls = this.#ownNulls;
    }
    this.#ownNulls[row] = 1;
  }
}

class TextFunctionKernel extends FunctionKernel {
  readonly #writer = new TextWriter();
  readonly #write: RowFunction<TextWriter>;

  constructor({ write, explain }: FunctionBody<TextWriter>, site: Site) {
    super(explain, site);
    this.#write = write;
  }

  get column(): Column {
    return this.#writer.column;
  }

  protected override run(rows: number, nulls: NullBytes, failed: Failures): void {
    const writer = this.#writer;
    const write = this.#write;
    writer.reset();
    for (let row = 0; row < rows; row += 1) {
      if ((nulls !== null && nulls[row] === 1) || (failed !== null && failed[row] !== 0)) {
        writer.close();
        continue;
      }
      const outcome = write(row, writer);
      if (outcome === VALUE) writer.close();
      else {
        writer.closeEmpty();
        this.miss(row, outcome, rows);
      }
    }
  }
}

class NumberFunctionKernel<Out extends Int32Array | Float64Array | Uint8Array> extends FunctionKernel {
  readonly column: Exclude<Column, { kind: 'utf8' }>;
  readonly #write: RowFunction<Out>;

  constructor({ write, explain }: FunctionBody<Out>, site: Site) {
    super(explain, site);
    const column = emptyColumn(site.type);
    invariant(column.kind !== 'utf8', 'The function gives a number.');
    this.column = column;
    this.#write = write;
  }

  protected override run(rows: number, nulls: NullBytes, failed: Failures): void {
    resizeNumbers(this.column, rows);
    // The type of the call decides both.
    const out = this.column.values as Out;
    const write = this.#write;
    for (let row = 0; row < rows; row += 1) {
      if ((nulls !== null && nulls[row] === 1) || (failed !== null && failed[row] !== 0)) continue;
      const outcome = write(row, out);
      if (outcome !== VALUE) this.miss(row, outcome, rows);
    }
  }
}
