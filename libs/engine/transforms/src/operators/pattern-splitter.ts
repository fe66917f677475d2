import { textOf, type Utf8Column } from '@weir/engine-core';
import { RE2JS } from 're2js';
import type { TextParts, TextSplitter } from './text-parts.ts';

/** Splits at the matches of any regular expression, in time linear in the text. A match of no characters does not split. */
export class PatternSplitter implements TextSplitter {
  readonly #pattern: RE2JS;
  readonly #keepsEmpty: boolean;

  constructor(pattern: string, options: { readonly keepEmpty: boolean }) {
    this.#pattern = RE2JS.compile(pattern);
    this.#keepsEmpty = options.keepEmpty;
  }

  split(texts: Utf8Column, row: number, parts: TextParts): void {
    const text = textOf(texts, row);
    const matcher = this.#pattern.matcher(text);
    let from = 0;
    while (matcher.find()) {
      const start = matcher.start();
      const end = matcher.end();
      if (end === start) continue;
      this.#append(text.slice(from, start), row, parts);
      from = end;
    }
    this.#append(text.slice(from), row, parts);
  }

  #append(part: string, row: number, parts: TextParts): void {
    if (part !== '' || this.#keepsEmpty) parts.appendText(part, row);
  }
}
