/** The least size of an array: most batches fit, so arrays rarely grow. */
const ROWS_MIN = 1_024;

function capacityFor(rows: number): number {
  let capacity = ROWS_MIN;
  while (capacity < rows) capacity *= 2;
  return capacity;
}

/** `values` when it holds so many rows, else a new one that does; its content is lost. */
export function growBytes(values: Uint8Array, rows: number): Uint8Array {
  return values.length >= rows ? values : new Uint8Array(capacityFor(rows));
}

/** As {@link growBytes}. */
export function growInt32(values: Int32Array, rows: number): Int32Array {
  return values.length >= rows ? values : new Int32Array(capacityFor(rows));
}

/** As {@link growBytes}. */
export function growFloat64(values: Float64Array, rows: number): Float64Array {
  return values.length >= rows ? values : new Float64Array(capacityFor(rows));
}

/** As {@link growBytes}. */
export function growUint16(values: Uint16Array, rows: number): Uint16Array {
  return values.length >= rows ? values : new Uint16Array(capacityFor(rows));
}
