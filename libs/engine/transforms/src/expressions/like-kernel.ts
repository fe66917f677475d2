import { type BoolColumn, type RecordBatch, textOf } from '@weir/engine-core';
import { utf8Column } from './column-access.ts';
import { growBytes } from './grow.ts';
import type { Failures, Kernel } from './kernel.ts';
import { FailureUnion, NullUnion } from './row-unions.ts';
import { TextOperand } from './text-operand.ts';
import { widthOf } from './utf8-bytes.ts';

/** In a compiled pattern: any one code point. Other values are bytes. */
const ANY_ONE = -1;
/** In a compiled pattern: any text, the empty one too. */
const ANY_TEXT = -2;

export interface LikeOptions {
  readonly pattern: string;
  readonly escape: string | null;
  readonly isNegated: boolean;
}

/** LIKE with a written pattern, over UTF-8 bytes, in at most (text × pattern) steps. */
export class LikeKernel implements Kernel {
  readonly column: BoolColumn = { kind: 'bool', values: new Uint8Array(0), nulls: null };
  readonly constantText = null;
  failures: Failures = null;
  readonly #operand: Kernel;
  readonly #pattern: Int16Array;
  readonly #whenMatched: 0 | 1;

  constructor(operand: Kernel, { pattern, escape, isNegated }: LikeOptions) {
    this.#operand = operand;
    this.#pattern = compilePattern(pattern, escape);
    this.#whenMatched = isNegated ? 0 : 1;
  }

  evaluate(batch: RecordBatch): void {
    const { rowCount } = batch;
    this.#operand.evaluate(batch);
    const { bytes, offsets, nulls } = utf8Column(this.#operand.column);
    const out = growBytes(this.column.values, rowCount);
    const whenMatched = this.#whenMatched;
    for (let row = 0; row < rowCount; row += 1) {
      const isMatch = matches(this.#pattern, bytes, { at: offsets[row] as number, end: offsets[row + 1] as number });
      out[row] = isMatch ? whenMatched : 1 - whenMatched;
    }
    this.column.values = out;
    this.column.nulls = nulls;
    this.failures = this.#operand.failures;
  }
}

/** Compiled patterns kept at most; a table with more is emptied, so that computed patterns take bounded memory. */
const patternsMax = 256;

/** LIKE with a pattern that differs from row to row; each is compiled once, as long as it is kept. */
export class ComputedLikeKernel implements Kernel {
  readonly column: BoolColumn = { kind: 'bool', values: new Uint8Array(0), nulls: null };
  readonly constantText = null;
  failures: Failures = null;
  readonly #operands: readonly [Kernel, Kernel];
  readonly #text: TextOperand;
  readonly #escape: string | null;
  readonly #whenMatched: 0 | 1;
  readonly #compiled = new Map<string, Int16Array>();
  readonly #nulls = new NullUnion();
  readonly #union = new FailureUnion();

  constructor(operand: Kernel, pattern: Kernel, { escape, isNegated }: Omit<LikeOptions, 'pattern'>) {
    this.#operands = [operand, pattern];
    this.#text = new TextOperand(operand);
    this.#escape = escape;
    this.#whenMatched = isNegated ? 0 : 1;
  }

  evaluate(batch: RecordBatch): void {
    const { rowCount } = batch;
    const { bytes, offsets, stride } = this.#text.evaluate(batch);
    const [, pattern] = this.#operands;
    pattern.evaluate(batch);
    const patterns = utf8Column(pattern.column);
    const out = growBytes(this.column.values, rowCount);
    for (let row = 0; row < rowCount; row += 1) {
      const at = offsets[row * stride] as number;
      const end = offsets[row * stride + 1] as number;
      const isMatch = matches(this.#compile(textOf(patterns, row)), bytes, { at, end });
      out[row] = isMatch ? this.#whenMatched : 1 - this.#whenMatched;
    }
    this.column.values = out;
    this.column.nulls = this.#nulls.of(this.#operands, rowCount);
    this.failures = this.#union.of(this.#operands, rowCount);
  }

  #compile(pattern: string): Int16Array {
    let compiled = this.#compiled.get(pattern);
    if (compiled === undefined) {
      compiled = compilePattern(pattern, this.#escape);
      if (this.#compiled.size >= patternsMax) this.#compiled.clear();
      this.#compiled.set(pattern, compiled);
    }
    return compiled;
  }
}

function compilePattern(pattern: string, escape: string | null): Int16Array {
  const encoder = new TextEncoder();
  const steps: number[] = [];
  let isEscaped = false;
  for (const character of pattern) {
    if (!isEscaped && character === escape) {
      isEscaped = true;
      continue;
    }
    if (!isEscaped && character === '%') {
      if (steps.at(-1) !== ANY_TEXT) steps.push(ANY_TEXT);
    } else if (!isEscaped && character === '_') steps.push(ANY_ONE);
    else steps.push(...encoder.encode(character));
    isEscaped = false;
  }
  return Int16Array.from(steps);
}

/**
 * Goes through text and pattern side by side; at a mismatch after a %, lets that % take one code point more and tries again. Only the last
 * % ever needs to take more, as what came before it is matched as far left as it can be.
 */
function matches(pattern: Int16Array, bytes: Uint8Array, text: { readonly at: number; readonly end: number }): boolean {
  let { at } = text;
  let step = 0;
  let retryStep = -1;
  let retryAt = 0;
  while (at < text.end) {
    const wanted = step < pattern.length ? (pattern[step] as number) : undefined;
    if (wanted === ANY_TEXT) {
      step += 1;
      retryStep = step;
      retryAt = at;
    } else if (wanted === ANY_ONE) {
      at += widthOf(bytes[at] as number);
      step += 1;
    } else if (wanted === bytes[at]) {
      at += 1;
      step += 1;
    } else {
      if (retryStep < 0) return false;
      retryAt += widthOf(bytes[retryAt] as number);
      at = retryAt;
      step = retryStep;
    }
  }
  while (pattern[step] === ANY_TEXT) step += 1;
  return step === pattern.length;
}
