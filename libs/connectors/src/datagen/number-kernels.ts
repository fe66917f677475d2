import type { BoolColumn, Float64Column, Int32Column } from '@weir/engine-core';
import { timestampMax, type Generator } from '@weir/job-spec';
import type { ColumnKernel } from './column-kernel.ts';
import { drawDoubles, drawInts, drawOf, hash, type Draw } from './draw-indexes.ts';
import { DatagenError } from './datagen-error.ts';
import type { RowNumbers } from './split-cursor.ts';

type GeneratorOf<Kind extends Generator['kind']> = Extract<Generator, { kind: Kind }>;

const perUnit = 2 ** -32;

abstract class DoubleKernel implements ColumnKernel {
  readonly textBytesMax = 0;
  protected values: Float64Array<ArrayBufferLike> = new Float64Array(0);

  allocate(rows: number): Float64Column {
    this.values = new Float64Array(rows);
    return { kind: 'float64', values: this.values, nulls: null };
  }

  abstract fill(numbers: RowNumbers, count: number): void;
}

export class SequenceKernel extends DoubleKernel {
  readonly #generator: GeneratorOf<'sequence'>;

  constructor(generator: GeneratorOf<'sequence'>) {
    super();
    this.#generator = generator;
  }

  fill({ exact }: RowNumbers, count: number): void {
    const { values } = this;
    const { start, step } = this.#generator;
    for (let row = 0; row < count; row += 1) values[row] = start + (exact[row] as number) * step;
    // Numbers rise with the rows, so the last one is the farthest out.
    if (count > 0 && !Number.isSafeInteger(values[count - 1])) {
      throw new DatagenError(
        'OUT_OF_RANGE',
        `The sequence from ${start} by ${step} leaves ±2^53 at row ${exact[count - 1]}. Choose a smaller step or fewer rows.`,
      );
    }
  }
}

export class UniformKernel extends DoubleKernel {
  readonly #generator: GeneratorOf<'double'>;

  constructor(generator: GeneratorOf<'double'>) {
    super();
    this.#generator = generator;
  }

  fill({ low }: RowNumbers, count: number): void {
    const { values } = this;
    const { min, max, salt } = this.#generator;
    const width = max - min;
    for (let row = 0; row < count; row += 1) {
      values[row] = min + (hash((low[row] as number) ^ salt) >>> 0) * perUnit * width;
    }
  }
}

export class DecimalKernel extends DoubleKernel {
  readonly #generator: GeneratorOf<'decimal'>;
  readonly #draw: Draw;
  readonly #isNarrow: boolean;
  #indexes = new Int32Array(0);

  constructor(generator: GeneratorOf<'decimal'>) {
    super();
    this.#generator = generator;
    this.#draw = { cardinality: generator.cardinality, salt: generator.salt, skew: 1, hot: 0 };
    this.#isNarrow = generator.cardinality <= 2 ** 31;
  }

  override allocate(rows: number): Float64Column {
    this.#indexes = new Int32Array(rows);
    return super.allocate(rows);
  }

  fill({ low }: RowNumbers, count: number): void {
    const { values } = this;
    const { min, scale } = this.#generator;
    if (this.#isNarrow) {
      const indexes = this.#indexes;
      drawInts(this.#draw, 0, { low, count, out: indexes });
      for (let row = 0; row < count; row += 1) values[row] = (min + (indexes[row] as number)) / scale;
      return;
    }
    drawDoubles(this.#draw, min, { low, count, out: values });
    for (let row = 0; row < count; row += 1) values[row] = (values[row] as number) / scale;
  }
}

export class TimestampKernel extends DoubleKernel {
  readonly #generator: GeneratorOf<'timestamp'>;
  #jitters = new Int32Array(0);

  constructor(generator: GeneratorOf<'timestamp'>) {
    super();
    this.#generator = generator;
  }

  override allocate(rows: number): Float64Column {
    this.#jitters = new Int32Array(rows);
    return super.allocate(rows);
  }

  fill({ exact, low }: RowNumbers, count: number): void {
    const { values } = this;
    const { start, stepMs, every, jitterMs, salt } = this.#generator;
    for (let row = 0; row < count; row += 1) {
      values[row] = start + Math.floor((exact[row] as number) / every) * stepMs;
    }
    // Times rise with the rows, but for the jitter, which moves them back: the ends are the farthest out.
    const last = count > 0 ? (values[count - 1] as number) : start;
    if (last > timestampMax || start - jitterMs < -timestampMax) {
      throw new DatagenError(
        'OUT_OF_RANGE',
        `The times from ${start} by ${stepMs} ms leave the calendar (±8.64E15 ms) at row ${exact[count - 1]}. Choose a smaller step or jitter, or fewer rows.`,
      );
    }
    if (jitterMs === 0) return;
    const jitters = this.#jitters;
    drawInts({ cardinality: jitterMs + 1, salt, skew: 1, hot: 0 }, 0, { low, count, out: jitters });
    for (let row = 0; row < count; row += 1) values[row] = (values[row] as number) - (jitters[row] as number);
  }
}

/** `int` beyond 32 bits. */
export class BigintKernel extends DoubleKernel {
  readonly #min: number;
  readonly #draw: Draw;

  constructor(generator: GeneratorOf<'int'>) {
    super();
    this.#min = generator.min;
    this.#draw = drawOf(generator);
  }

  fill({ low }: RowNumbers, count: number): void {
    drawDoubles(this.#draw, this.#min, { low, count, out: this.values });
  }
}

export class IntKernel implements ColumnKernel {
  readonly textBytesMax = 0;
  readonly #min: number;
  readonly #draw: Draw;
  #values = new Int32Array(0);

  constructor(generator: GeneratorOf<'int'>) {
    this.#min = generator.min;
    this.#draw = drawOf(generator);
  }

  allocate(rows: number): Int32Column {
    this.#values = new Int32Array(rows);
    return { kind: 'int32', values: this.#values, nulls: null };
  }

  fill({ low }: RowNumbers, count: number): void {
    drawInts(this.#draw, this.#min, { low, count, out: this.#values });
  }
}

type NumberColumn = Int32Column | Float64Column | BoolColumn;

/** `choice` among numbers or booleans. */
export class NumberChoiceKernel implements ColumnKernel {
  readonly textBytesMax = 0;
  readonly #kind: NumberColumn['kind'];
  readonly #choices: Float64Array;
  readonly #draw: Draw;
  #indexes = new Int32Array(0);
  #values: NumberColumn['values'] = new Float64Array(0);

  constructor(generator: GeneratorOf<'choice'>, kind: NumberColumn['kind']) {
    this.#kind = kind;
    this.#choices = Float64Array.from(generator.values, Number);
    this.#draw = { cardinality: generator.values.length, salt: generator.salt, skew: generator.skew, hot: 0 };
  }

  allocate(rows: number): NumberColumn {
    this.#indexes = new Int32Array(rows);
    const column = allocateNumbers(this.#kind, rows);
    this.#values = column.values;
    return column;
  }

  fill({ low }: RowNumbers, count: number): void {
    const indexes = this.#indexes;
    drawInts(this.#draw, 0, { low, count, out: indexes });
    const values = this.#values;
    const choices = this.#choices;
    for (let row = 0; row < count; row += 1) values[row] = choices[indexes[row] as number] as number;
  }
}

function allocateNumbers(kind: NumberColumn['kind'], rows: number): NumberColumn {
  switch (kind) {
    case 'int32':
      return { kind, values: new Int32Array(rows), nulls: null };
    case 'float64':
      return { kind, values: new Float64Array(rows), nulls: null };
    case 'bool':
      return { kind, values: new Uint8Array(rows), nulls: null };
  }
}
