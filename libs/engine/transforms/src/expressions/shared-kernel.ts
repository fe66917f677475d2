import type { Column, RecordBatch } from '@weir/engine-core';
import type { Failures, Kernel } from './kernel.ts';

/** Counts the evaluations of one compiled expression, so that its shared parts know which batch they have seen. */
export class EvaluationCounter {
  #count = 0;

  get count(): number {
    return this.#count;
  }

  advance(): void {
    this.#count += 1;
  }
}

/** A part that stands several times in an expression, evaluated once for each batch. */
export class SharedKernel implements Kernel {
  readonly #inner: Kernel;
  readonly #counter: EvaluationCounter;
  #seen = 0;

  constructor(inner: Kernel, counter: EvaluationCounter) {
    this.#inner = inner;
    this.#counter = counter;
  }

  get column(): Column {
    return this.#inner.column;
  }

  get failures(): Failures {
    return this.#inner.failures;
  }

  get constantText(): Uint8Array | null {
    return this.#inner.constantText;
  }

  evaluate(batch: RecordBatch): void {
    if (this.#seen === this.#counter.count) return;
    this.#seen = this.#counter.count;
    this.#inner.evaluate(batch);
  }
}
