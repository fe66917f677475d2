import { invariant } from '@weir/kernel';

/** Row numbers of a batch, from 0. Above 2^32 the low bits wrap, as the generators' arithmetic wants them. */
export interface RowNumbers {
  /** The row's number modulo 2^32. */
  readonly low: Int32Array;
  /** The row's number itself. */
  readonly exact: Float64Array;
}

/** One split's place: `next` of its rows have been made. Row `r` of split `s` of `of` has the number s + r * of. */
export interface SplitPosition {
  readonly split: number;
  readonly of: number;
  readonly next: number;
}

/**
 * Goes through the rows of a set of splits by rising row number. All splits lie on one grid (`of` splits in all); their positions
 * may differ, as after a rescale, and then those behind come first. With every split of the grid it yields every row in order.
 */
export class SplitCursor {
  readonly #of: number;
  readonly #splits: Int32Array;
  /** Positions at the start; a split does not take part in rounds before its own. */
  readonly #first: Float64Array;
  readonly #rowCount: number;
  /** From this round on every split takes part. */
  readonly #level: number;
  /** Row numbers of the present round are round * of + split. */
  #round: number;
  /** Splits of the present round already passed. */
  #passed = 0;

  /** `rowCount`: rows over all splits of the grid; Infinity when endless. */
  constructor(positions: readonly SplitPosition[], rowCount: number) {
    const sorted = positions.toSorted((left, right) => left.split - right.split);
    this.#of = sorted[0]?.of ?? 1;
    invariant(
      sorted.every(({ of, split }) => of === this.#of && split >= 0 && split < of),
      'All splits of a datagen lie on one grid.',
    );
    this.#splits = Int32Array.from(sorted, ({ split }) => split);
    this.#first = Float64Array.from(sorted, ({ next }) => next);
    this.#rowCount = rowCount;
    this.#round = sorted.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...this.#first);
    this.#level = Math.max(0, ...this.#first);
  }

  /** The part of all splits that this cursor has. */
  get share(): number {
    return this.#splits.length / this.#of;
  }

  /** Puts the next row numbers, at most `limit`, into the arrays and returns how many: fewer only at the end. */
  fill(rows: RowNumbers, limit: number): number {
    let filled = 0;
    while (filled < limit && this.#round * this.#of < this.#rowCount) {
      const taken = this.#round < this.#level ? this.#fillUneven(rows, filled) : this.#fillRound(rows, filled, limit);
      filled += taken;
      if (this.#passed === this.#splits.length) {
        this.#passed = 0;
        this.#round += 1;
      } else if (taken === 0) {
        // The rest of this round lies beyond the last row.
        break;
      }
    }
    return filled;
  }

  positions(): readonly SplitPosition[] {
    return Array.from(this.#splits, (split, index) => {
      const reached = this.#round + (index < this.#passed ? 1 : 0);
      const own = Math.max(0, Math.ceil((this.#rowCount - split) / this.#of));
      return { split, of: this.#of, next: Math.min(own, Math.max(reached, this.#first[index] ?? 0)) };
    });
  }

  #fillRound(rows: RowNumbers, from: number, limit: number): number {
    const { low, exact } = rows;
    const splits = this.#splits;
    const base = this.#round * this.#of;
    const lowBase = base | 0;
    const start = this.#passed;
    let end = Math.min(splits.length, start + limit - from);
    if (base + this.#of > this.#rowCount) {
      // Splits rise, so those with a row left in the last round come first.
      while (end > start && base + (splits[end - 1] as number) >= this.#rowCount) end -= 1;
    }
    for (let index = start, row = from; index < end; index += 1, row += 1) {
      const split = splits[index] as number;
      low[row] = lowBase + split;
      exact[row] = base + split;
    }
    this.#passed = end;
    return end - start;
  }

  /** One split at a time, while some splits are ahead of others. */
  #fillUneven(rows: RowNumbers, from: number): number {
    while (this.#passed < this.#splits.length) {
      const index = this.#passed;
      const number = this.#round * this.#of + (this.#splits[index] as number);
      if (number >= this.#rowCount) return 0;
      this.#passed += 1;
      if ((this.#first[index] as number) > this.#round) continue;
      rows.low[from] = number | 0;
      rows.exact[from] = number;
      return 1;
    }
    return 0;
  }
}
