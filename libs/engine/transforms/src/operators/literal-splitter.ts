import type { Utf8Column } from '@weir/engine-core';
import type { TextParts, TextSplitter } from './text-parts.ts';

/** Splits at every occurrence of a text, found in bytes: UTF-8 never finds one character inside another. */
export class LiteralSplitter implements TextSplitter {
  readonly #separator: Uint8Array;
  readonly #keepsEmpty: boolean;

  constructor(separator: string, options: { readonly keepEmpty: boolean }) {
    this.#separator = new TextEncoder().encode(separator);
    this.#keepsEmpty = options.keepEmpty;
  }

  split({ offsets, bytes }: Utf8Column, row: number, parts: TextParts): void {
    const to = offsets[row + 1] as number;
    const text = bytes.subarray(0, to);
    let from = offsets[row] as number;
    for (;;) {
      const found = this.#find(text, from);
      const end = found < 0 ? to : found;
      if (end > from || this.#keepsEmpty) parts.append(bytes, { from, to: end, row });
      if (found < 0) return;
      from = found + this.#separator.length;
    }
  }

  #find(text: Uint8Array, from: number): number {
    const separator = this.#separator;
    let at = text.indexOf(separator[0] as number, from);
    while (at >= 0) {
      let matched = 1;
      while (matched < separator.length && text[at + matched] === separator[matched]) matched += 1;
      if (matched === separator.length) return at;
      at = text.indexOf(separator[0] as number, at + 1);
    }
    return -1;
  }
}
