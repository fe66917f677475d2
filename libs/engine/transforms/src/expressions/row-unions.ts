import type { NullBytes } from '@weir/engine-core';
import { growBytes, growUint16 } from './grow.ts';
import type { Failures, Kernel } from './kernel.ts';

/** The nulls of a strict operator: a row is null when an operand is. Shares the operand's bytes when only one has any. */
export class NullUnion {
  #bytes: Uint8Array = new Uint8Array(0);

  of(operands: readonly Kernel[], rows: number): NullBytes {
    let nulls: NullBytes = null;
    for (const operand of operands) {
      const next = operand.constantText === null ? operand.column.nulls : null;
      if (next !== null && next !== nulls) nulls = nulls === null ? next : this.#join(nulls, next, rows);
    }
    return nulls;
  }

  #join(left: Uint8Array, right: Uint8Array, rows: number): Uint8Array {
    const joined = growBytes(this.#bytes, rows);
    this.#bytes = joined;
    for (let row = 0; row < rows; row += 1) joined[row] = (left[row] as number) | (right[row] as number);
    return joined;
  }
}

/** The failures of a strict operator: those of its operands, the first operand's first. Shares the mask when only one has any. */
export class FailureUnion {
  #mask: Uint16Array = new Uint16Array(0);

  of(operands: readonly Kernel[], rows: number): Failures {
    let failures: Failures = null;
    for (const operand of operands) {
      const next = operand.constantText === null ? operand.failures : null;
      if (next !== null && next !== failures) failures = failures === null ? next : this.#join(failures, next, rows);
    }
    return failures;
  }

  #join(first: Uint16Array, second: Uint16Array, rows: number): Uint16Array {
    const joined = growUint16(this.#mask, rows);
    for (let row = 0; row < rows; row += 1) joined[row] = (first[row] as number) || (second[row] as number);
    this.#mask = joined;
    return joined;
  }
}

/** Failures of one kernel's own, on top of those of its operands. */
export class OwnFailures {
  readonly #mark: number;
  #mask: Uint16Array = new Uint16Array(0);
  #isUsed = false;

  /** `mark`: 1 + the index of the kernel's site. */
  constructor(mark: number) {
    this.#mark = mark;
  }

  /** Forgets the last batch. */
  reset(): void {
    this.#isUsed = false;
  }

  /** Marks a row of a batch of `rows`. The first call of a batch clears the mask. */
  add(row: number, rows: number): void {
    if (!this.#isUsed) {
      this.#mask = growUint16(this.#mask, rows);
      this.#mask.fill(0, 0, rows);
      this.#isUsed = true;
    }
    this.#mask[row] = this.#mark;
  }

  /** This kernel's failures and `operands`', the latter first. */
  joinedWith(operands: Failures, rows: number): Failures {
    if (!this.#isUsed) return operands;
    if (operands !== null) {
      for (let row = 0; row < rows; row += 1) if (operands[row] !== 0) this.#mask[row] = operands[row] as number;
    }
    return this.#mask;
  }
}
