import { textOf } from '@weir/engine-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter, lineBytesMax } from './line-splitter.ts';

/** All lines of a text that comes in pieces; the batches are emitted at every full one and, at random, between. */
function linesOf(delimiter: string, chunks: readonly Uint8Array[]): string[] {
  const splitter = new LineSplitter(delimiter);
  const lines: string[] = [];
  const emit = (): void => {
    splitter.repair();
    for (let row = 0; row < splitter.rowCount; row += 1) lines.push(textOf(splitter.column, row));
    splitter.reset();
  };
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length;) {
      at = splitter.take(chunk, at);
      if (splitter.isFull || chunk.length % 3 === 0) emit();
    }
  }
  splitter.endLine();
  emit();
  return lines;
}

function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [...new Set([0, ...places.map((place) => place % (bytes.length + 1)), bytes.length])].sort(
    (a, b) => a - b,
  );
  return at.slice(1).map((end, index) => bytes.slice(at[index], end));
}

describe('LineSplitter', () => {
  it.each(['\n', '|', '\r\n', 'ab', 'aab', '€'])(
    'cuts as a plain split would, wherever the pieces end: %j',
    (delimiter) => {
      const pieces = fc.array(fc.constantFrom('a', 'b', 'aa', 'é', '€', '😀', '\r', 'word', delimiter, delimiter), {
        maxLength: 60,
      });
      fc.assert(
        fc.property(pieces, fc.array(fc.nat(1_000), { maxLength: 20 }), (parts, places) => {
          const text = parts.join('');
          const expected = text.split(delimiter);
          if (expected.at(-1) === '') expected.pop();
          const plain = delimiter === '\n' ? expected.map((line) => line.replace(/\r$/, '')) : expected;
          expect(linesOf(delimiter, cut(new TextEncoder().encode(text), places))).toEqual(plain);
        }),
      );
    },
  );

  it('fills batches by rows and by bytes, and loses nothing between them', () => {
    const short = Array.from({ length: 10_000 }, (_, at) => String(at));
    expect(linesOf('\n', [new TextEncoder().encode(short.join('\n'))])).toEqual(short);
    const long = Array.from({ length: 20 }, (_, at) => String.fromCharCode(97 + at).repeat(200_000));
    expect(linesOf('\n', cut(new TextEncoder().encode(long.join('\n')), [1, 500_000, 1_999_999, 2_000_001]))).toEqual(
      long,
    );
  });

  it('names a line that is too long, and takes one that is as long as allowed', () => {
    const splitter = new LineSplitter('\n');
    const line = new Uint8Array(lineBytesMax).fill(120);
    expect(splitter.take(line, 0)).toBeLessThanOrEqual(lineBytesMax);
    expect(linesOf('\n', [line, Uint8Array.of(10)])).toEqual(['x'.repeat(lineBytesMax)]);
    expect(() => linesOf('\n', [line, Uint8Array.of(120, 10)])).toThrow(/more than 1048576 bytes; it begins with "xxx/);
  });

  it('replaces what is not UTF-8, and keeps the lines around it', () => {
    const bytes = Uint8Array.from([111, 107, 10, 255, 65, 10, 195, 10, 226, 130, 172]);
    expect(linesOf('\n', [bytes])).toEqual(['ok', '\ufffdA', '\ufffd', '€']);
  });
});
