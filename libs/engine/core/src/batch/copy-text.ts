/** Longer texts are copied by the platform's memory copy, whose call costs more than a short text. */
const longTextBytes = 96;

export interface TextCopy {
  readonly offsets: Int32Array;
  readonly bytes: Uint8Array;
  readonly targetOffsets: Int32Array;
  readonly targetBytes: Uint8Array;
  /** Row of the target where the first copied text goes; `targetOffsets[at]` is where its bytes begin. */
  readonly at: number;
}

/** Rows `from` to `to - 1`. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Copies the texts of the rows `selection[from .. to)`. The target has room for them and `textSlackBytes` more: texts move in
 * words of four bytes, which is twice as fast as byte by byte, and the last word may reach over the end.
 */
export function copySelectedTexts(copy: TextCopy, selection: Int32Array, { from, to }: RowRange): void {
  const { offsets, bytes, targetOffsets, targetBytes } = copy;
  const source = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const target = new DataView(targetBytes.buffer, targetBytes.byteOffset, targetBytes.byteLength);
  const wordsEnd = bytes.length - 3;
  let row = copy.at;
  let end = targetOffsets[row] as number;
  for (let s = from; s < to; s += 1) {
    const selected = selection[s] as number;
    const start = offsets[selected] as number;
    const length = (offsets[selected + 1] as number) - start;
    if (length > longTextBytes) targetBytes.set(bytes.subarray(start, start + length), end);
    else if (start + length <= wordsEnd) {
      for (let q = 0; q < length; q += 4) target.setInt32(end + q, source.getInt32(start + q, true), true);
    } else for (let q = 0; q < length; q += 1) targetBytes[end + q] = bytes[start + q] as number;
    end += length;
    row += 1;
    targetOffsets[row] = end;
  }
}

/** Copies the texts of the rows `from` to `to - 1` as one stretch. */
export function copyTextRange(copy: TextCopy, { from, to }: RowRange): void {
  const { offsets, bytes, targetOffsets, targetBytes, at } = copy;
  const start = offsets[from] as number;
  const end = targetOffsets[at] as number;
  const shift = end - start;
  targetBytes.set(bytes.subarray(start, offsets[to]), end);
  for (let row = from, target = at; row < to; row += 1, target += 1) {
    targetOffsets[target + 1] = (offsets[row + 1] as number) + shift;
  }
}
