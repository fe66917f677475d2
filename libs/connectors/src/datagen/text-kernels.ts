import { textSlackBytes, type Utf8Column } from '@weir/engine-core';
import type { Generator } from '@weir/job-spec';
import type { ColumnKernel } from './column-kernel.ts';
import { drawInts, drawOf, type Draw } from './draw-indexes.ts';
import { NumberedText } from './numbered-text.ts';
import { PrefixedNumberKernel } from './prefixed-number-kernel.ts';
import type { RowNumbers } from './split-cursor.ts';
import { TextTable } from './text-table.ts';

/** Up to so many texts a table of them stays in a processor's cache; beyond, writing the digits is faster than fetching the text. */
const tableTextsMax = 65_536;

/** Draws a text by number out of a table. */
export class TableTextKernel implements ColumnKernel {
  readonly textBytesMax: number;
  readonly #table: TextTable;
  readonly #draw: Draw;
  #indexes = new Int32Array(0);
  #column: Utf8Column = emptyColumn(0, 0);
  #view: DataView = new DataView(new ArrayBuffer(0));

  constructor(table: TextTable, draw: Draw) {
    this.#table = table;
    this.#draw = draw;
    this.textBytesMax = table.bytesMax;
  }

  allocate(rows: number): Utf8Column {
    this.#indexes = new Int32Array(rows);
    this.#column = emptyColumn(rows, this.#table.columnBytes(rows));
    this.#view = new DataView(this.#column.bytes.buffer);
    return this.#column;
  }

  fill({ low }: RowNumbers, count: number): void {
    drawInts(this.#draw, 0, { low, count, out: this.#indexes });
    this.#table.fill(this.#column, this.#view, { indexes: this.#indexes, count });
  }
}

/** Draws a number and writes the text that has it. */
export class NumberedTextKernel implements ColumnKernel {
  readonly textBytesMax: number;
  readonly #text: NumberedText;
  readonly #draw: Draw;
  #indexes = new Int32Array(0);
  #column: Utf8Column = emptyColumn(0, 0);

  constructor(text: NumberedText, draw: Draw) {
    this.#text = text;
    this.#draw = draw;
    this.textBytesMax = text.bytesMax;
  }

  allocate(rows: number): Utf8Column {
    this.#indexes = new Int32Array(rows);
    this.#column = emptyColumn(rows, rows * this.textBytesMax + textSlackBytes);
    return this.#column;
  }

  fill({ low }: RowNumbers, count: number): void {
    const indexes = this.#indexes;
    drawInts(this.#draw, 0, { low, count, out: indexes });
    const { offsets, bytes } = this.#column;
    const text = this.#text;
    let at = 0;
    for (let row = 0; row < count; row += 1) {
      offsets[row] = at;
      at = text.write(indexes[row] as number, bytes, at);
    }
    offsets[count] = at;
  }
}

export function stringKernel(generator: Extract<Generator, { kind: 'string' }>): ColumnKernel {
  const draw = drawOf(generator);
  const prefix = /^([^{]*)\{n\}$/.exec(generator.template)?.[1];
  if (prefix !== undefined && generator.names.length === 0) return new PrefixedNumberKernel(prefix, draw);
  const text = new NumberedText(generator);
  if (generator.cardinality > tableTextsMax) return new NumberedTextKernel(text, draw);
  return new TableTextKernel(new TextTable(text.texts(generator.cardinality)), draw);
}

export function textChoiceKernel(generator: Extract<Generator, { kind: 'choice' }>): ColumnKernel {
  const { values, salt, skew } = generator;
  return new TableTextKernel(TextTable.of(values.map(String)), { cardinality: values.length, salt, skew, hot: 0 });
}

function emptyColumn(rows: number, bytes: number): Utf8Column {
  return { kind: 'utf8', offsets: new Int32Array(rows + 1), bytes: new Uint8Array(bytes), nulls: null };
}
