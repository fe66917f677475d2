import type { JsonValue, ListState } from '@weir/engine-core';
import type { LaneOrder } from './check-spec.ts';
import { ViolationError } from './violation.ts';

export interface LaneStep {
  readonly order: LaneOrder;
  /** From one number of a lane to the next. */
  readonly step: number;
}

/**
 * The next number of every lane, as operator list state. Every subtask is restored with the entries of all (UNION), because after a
 * rescale any of them may get any lane; the highest entry of a lane is that of the subtask which had it last.
 */
export class LaneLedger {
  readonly #state: ListState;
  readonly #step: LaneStep;
  readonly #next = new Map<number, number>();

  constructor(state: ListState, step: LaneStep) {
    this.#state = state;
    this.#step = step;
  }

  open(): void {
    for (const entry of this.#state.get()) {
      const [lane, next] = entry as readonly [number, number];
      this.#next.set(lane, Math.max(next, this.#next.get(lane) ?? 0));
    }
  }

  /** Takes the next number of a lane that begins with `first`. `describe` says which row it is. */
  take(lane: number, number: { readonly first: number; readonly found: number }, describe: () => string): void {
    const expected = this.#next.get(lane) ?? number.first;
    const { found } = number;
    const isNext = this.#step.order === 'GAPLESS' ? found === expected : found >= expected;
    if (!isNext) {
      const kind = found > expected ? 'lost' : 'repeated';
      const wanted = this.#step.order === 'GAPLESS' ? expected : `at least ${expected}`;
      throw new ViolationError(kind, `${describe()}: expected ${wanted}, found ${found}`);
    }
    this.#next.set(lane, found + this.#step.step);
  }

  snapshot(): void {
    this.#state.set([...this.#next].map(([lane, next]): JsonValue => [lane, next]));
  }
}
