import { describe, expect, it } from 'vitest';
import { columnTextBytesMax, textBytesMax, textOf, Utf8Builder } from './utf8-builder.ts';

describe('Utf8Builder', () => {
  it.each([0, 1, 7, 8])('keeps every row when %i bytes of its capacity are left, and grows', (left) => {
    const builder = new Utf8Builder(2, 8);
    const texts = ['x'.repeat(8 - left), 'é', '', '😀'.repeat(40), 'z'];
    for (const text of texts) builder.appendText(text);
    expect(texts.map((_, row) => textOf(builder.column, row))).toEqual(texts);
    builder.reset();
    builder.appendBytes(Uint8Array.of(97, 98, 99), 1, 3);
    builder.appendEmpty();
    expect([textOf(builder.column, 0), textOf(builder.column, 1), builder.rowCount]).toEqual(['bc', '', 2]);
  });

  it('holds no text larger than a row may have, however it was written', () => {
    const bytes = new Uint8Array(textBytesMax + 1);
    const builder = new Utf8Builder();
    expect(() => builder.appendBytes(bytes, 0, bytes.length)).toThrow('A text of one row would take 17 MiB');
    builder.reset();
    builder.reserve(1, bytes.length);
    builder.column.offsets[1] = bytes.length;
    expect(() => builder.advance(1)).toThrow('at most 16 MiB are allowed');
    builder.reset();
    builder.appendBytes(bytes, 0, textBytesMax);
    expect(builder.textBytes).toBe(textBytesMax);
  });

  it('makes no room for more text than a column of a batch may have', () => {
    expect(() => new Utf8Builder().reserve(8192, columnTextBytesMax + 1)).toThrow('The texts of one column of a batch');
  });
});
