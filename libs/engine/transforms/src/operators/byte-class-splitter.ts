import type { Utf8Column } from '@weir/engine-core';
import type { TextParts, TextSplitter } from './text-parts.ts';

/**
 * Splits at single ASCII bytes and keeps no empty parts: `\s+`, `,`, `[ ,;]+`. Non-ASCII characters consist of bytes above 127 alone, so the text
 * need not be decoded.
 */
export class ByteClassSplitter implements TextSplitter {
  /** 1 for the bytes that separate. */
  readonly #isSeparator: Uint8Array;
  readonly #probe: WordProbe | null;
  readonly #source = new ByteView();
  readonly #target = new ByteView();

  constructor(separators: readonly number[]) {
    this.#isSeparator = new Uint8Array(256);
    for (const byte of separators) this.#isSeparator[byte] = 1;
    this.#probe = probeOf(separators);
  }

  split(texts: Utf8Column, row: number, parts: TextParts): void {
    const from = texts.offsets[row] as number;
    const to = texts.offsets[row + 1] as number;
    parts.reserve(((to - from) >> 1) + 2, to - from + 4);
    const first = parts.count;
    const canProbe = this.#probe !== null && to + 3 <= texts.bytes.length;
    const count = canProbe
      ? this.#splitByWords(texts.bytes, parts, { from, to })
      : this.#splitByBytes(texts.bytes, parts, { from, to });
    parts.builder.advance(count);
    parts.markRows(row, first);
  }

  /** Four bytes at a time: a word without a separator is copied whole. Returns how many parts were written. */
  #splitByWords(bytes: Uint8Array, { builder }: TextParts, { from, to }: { from: number; to: number }): number {
    const { offsets } = builder.column;
    const source = this.#source.of(bytes);
    const target = this.#target.of(builder.column.bytes);
    const isSeparator = this.#isSeparator;
    const { flip, borrow } = this.#probe as WordProbe;
    const before = builder.rowCount;
    let next = before;
    let end = builder.textBytes;
    let start = end;
    let at = from;
    while (at < to) {
      const word = source.getInt32(at, true);
      target.setInt32(end, word, true);
      const flipped = word ^ flip;
      const candidates = (flipped - borrow) & ~flipped & 0x80808080;
      if (candidates === 0) {
        at += 4;
        end += 4;
        continue;
      }
      const taken = (31 - Math.clz32(candidates & -candidates)) >> 3;
      at += taken;
      end += taken;
      if (at < to) {
        if (isSeparator[bytes[at] as number] === 0) {
          at += 1;
          end += 1;
          continue;
        }
        offsets[next + 1] = end;
        next += end > start ? 1 : 0;
        start = end;
        at += 1;
      }
    }
    // The last word may have reached over the end of the text.
    end -= Math.max(0, at - to);
    offsets[next + 1] = end;
    next += end > start ? 1 : 0;
    return next - before;
  }

  /** Byte by byte and without a branch: where parts end is hard to foretell. */
  #splitByBytes(bytes: Uint8Array, { builder }: TextParts, { from, to }: { from: number; to: number }): number {
    const { offsets, bytes: target } = builder.column;
    const isSeparator = this.#isSeparator;
    const before = builder.rowCount;
    let next = before;
    let end = builder.textBytes;
    let wasSeparator = 1;
    for (let at = from; at < to; at += 1) {
      const byte = bytes[at] as number;
      const separates = isSeparator[byte] as number;
      target[end] = byte;
      offsets[next + 1] = end;
      end += separates ^ 1;
      next += separates & (wasSeparator ^ 1);
      wasSeparator = separates;
    }
    offsets[next + 1] = end;
    next += wasSeparator ^ 1;
    return next - before;
  }
}

/** How a word of four bytes shows bytes that may separate: those that are below a bound after some bits are flipped. */
interface WordProbe {
  readonly flip: number;
  readonly borrow: number;
}

/** White space lies below 0x21; a single byte is 0 when flipped by itself. Other classes have no probe. */
function probeOf(separators: readonly number[]): WordProbe | null {
  if (separators.every((byte) => byte <= 0x20)) return { flip: 0, borrow: 0x21212121 };
  const [only] = separators;
  if (only === undefined || separators.length !== 1) return null;
  return { flip: only * 0x01010101, borrow: 0x01010101 };
}

/** The view of the same array as last time is at hand: to make one costs as much as a word. */
class ByteView {
  #bytes: Uint8Array = new Uint8Array(0);
  #view = new DataView(this.#bytes.buffer);

  of(bytes: Uint8Array): DataView {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    return this.#view;
  }
}
