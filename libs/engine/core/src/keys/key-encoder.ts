import type { ColumnSchema } from '@weir/job-spec';
import { invariant } from '@weir/kernel';
import { textSlackBytes } from '../batch/allocate-batch.ts';
import type { Column } from '../batch/column.ts';
import { physicalTypeOf } from '../batch/column.ts';
import type { RecordBatch } from '../batch/record-batch.ts';
import type { RowValue } from '../batch/rows-of.ts';
import { decodeText } from '../batch/utf8-builder.ts';

/** Keys as bytes: that of row r is bytes[offsets[r] .. offsets[r + 1]). */
export interface EncodedKeys {
  offsets: Int32Array;
  bytes: Uint8Array;
}

/** Bytes of every key when all of its columns have a fixed width; null when one is nullable or a STRING. */
export function fixedKeyWidth(columns: readonly ColumnSchema[]): number | null {
  let width = 0;
  for (const column of columns) {
    if (column.nullable || column.type === 'STRING') return null;
    width += widthOf(column);
  }
  return width;
}

/**
 * Canonical bytes of keys (docs/specs/snapshot-format.md): equal keys have equal bytes and different keys different ones, on every
 * machine and in every backend. Column by column: for a nullable one a byte 0 (null, nothing follows) or 1; BOOLEAN one byte; INT
 * four bytes, least first; BIGINT, DOUBLE and TIMESTAMP a double of eight, least first, with -0 as 0 and one NaN; STRING its
 * UTF-8 bytes behind their number in four bytes, which is left out in the last column.
 */
export class KeyEncoder {
  readonly #encoded: EncodedKeys = { offsets: new Int32Array(129), bytes: new Uint8Array(1024 + textSlackBytes) };
  #view = new DataView(this.#encoded.bytes.buffer);

  /** The keys of all rows of a batch; `keyIndexes` are the columns that make the key. Valid until the next call, or as long as the batch. */
  encode(batch: RecordBatch, keyIndexes: readonly number[]): EncodedKeys {
    const last = keyIndexes.length - 1;
    const keys = keyIndexes.map((index, at) => ({ ...keyColumnOf(batch, index), isLast: at === last }));
    const [only] = keys;
    if (keys.length === 1 && only !== undefined && !only.nullable && only.column.kind === 'utf8') return only.column;
    const encoded = this.#encoded;
    if (encoded.offsets.length <= batch.rowCount) encoded.offsets = new Int32Array(batch.rowCount * 2 + 1);
    let end = 0;
    for (let row = 0; row < batch.rowCount; row += 1) {
      for (let index = 0; index < keys.length; index += 1) {
        end = this.#append(keys[index] as KeyColumn, row, end);
      }
      encoded.offsets[row + 1] = end;
    }
    return encoded;
  }

  /** Writes one value at `end`; returns the new end. */
  #append(key: KeyColumn, row: number, end: number): number {
    const { column } = key;
    const textLength =
      column.kind === 'utf8' ? (column.offsets[row + 1] as number) - (column.offsets[row] as number) : 0;
    this.#reserve(end + textLength + 16);
    const { bytes } = this.#encoded;
    let at = end;
    if (key.nullable) {
      const isNull = column.nulls !== null && column.nulls[row] === 1;
      bytes[at] = isNull ? 0 : 1;
      at += 1;
      if (isNull) return at;
    }
    switch (column.kind) {
      case 'bool':
        bytes[at] = column.values[row] as number;
        return at + 1;
      case 'int32':
        this.#view.setInt32(at, column.values[row] as number, true);
        return at + 4;
      case 'float64':
        this.#view.setFloat64(at, canonicalDouble(column.values[row] as number), true);
        return at + 8;
      case 'utf8': {
        if (!key.isLast) {
          this.#view.setInt32(at, textLength, true);
          at += 4;
        }
        bytes.set(column.bytes.subarray(column.offsets[row], column.offsets[row + 1]), at);
        return at + textLength;
      }
    }
  }

  #reserve(length: number): void {
    const { bytes } = this.#encoded;
    if (length + textSlackBytes <= bytes.length) return;
    const grown = new Uint8Array(Math.max(length + textSlackBytes, bytes.length * 2));
    grown.set(bytes);
    this.#encoded.bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}

/** The values of a key from its canonical bytes, in the order of the columns. */
export function decodeKey(columns: readonly ColumnSchema[], key: Uint8Array): RowValue[] {
  const view = new DataView(key.buffer, key.byteOffset, key.byteLength);
  let at = 0;
  return columns.map((column, index) => {
    if (column.nullable) {
      at += 1;
      if (key[at - 1] === 0) return null;
    }
    const start = at;
    switch (physicalTypeOf(column.type)) {
      case 'bool':
        at += 1;
        return key[start] === 1;
      case 'int32':
        at += 4;
        return view.getInt32(start, true);
      case 'float64':
        at += 8;
        return view.getFloat64(start, true);
      case 'utf8': {
        const isLast = index === columns.length - 1;
        const from = isLast ? start : start + 4;
        at = isLast ? key.length : from + view.getInt32(start, true);
        return decodeText(key, from, at);
      }
    }
  });
}

interface KeyColumn {
  readonly column: Column;
  readonly nullable: boolean;
  readonly isLast: boolean;
}

function keyColumnOf(batch: RecordBatch, index: number): Omit<KeyColumn, 'isLast'> {
  const column = batch.columns[index];
  const schema = batch.schema[index];
  invariant(column !== undefined && schema !== undefined, 'A key column is not in the batch.', { index });
  return { column, nullable: schema.nullable };
}

/** A double as it stands in keys: -0 is 0, and there is one NaN. */
function canonicalDouble(value: number): number {
  if (value !== value) return Number.NaN;
  return value === 0 ? 0 : value;
}

function widthOf(column: ColumnSchema): number {
  switch (physicalTypeOf(column.type)) {
    case 'bool':
      return 1;
    case 'int32':
      return 4;
    case 'float64':
      return 8;
    case 'utf8':
      return 0;
  }
}
