import type { IdSource, Random } from '@weir/kernel';
import { invariant } from '@weir/kernel';

/** sfc32 (Chris Doty-Humphrey's PractRand): small, fast, and the same on every machine. Everything random in a world comes from one of these. */
export class SeededRandom implements Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** `seed` and `stream` are whole numbers; streams of one seed are independent of each other. */
  constructor(seed: number, stream = 0) {
    this.#a = seed | 0;
    this.#b = Math.floor(seed / 2 ** 32) | 0;
    this.#c = stream | 0;
    for (let round = 0; round < 16; round += 1) this.#word();
  }

  next(): number {
    return this.#word() / 2 ** 32;
  }

  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number {
    invariant(max >= min, 'An empty range.', { min, max });
    return min + Math.floor(this.next() * (max - min + 1));
  }

  /** True with this probability, 0 to 1. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.int(0, items.length - 1)];
    invariant(item !== undefined, 'Nothing to pick from.');
    return item;
  }

  #word(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    this.#c |= 0;
    return sum >>> 0;
  }
}

/** UUIDs that are the same in every run of a seed. */
export class SeededIds implements IdSource {
  readonly #random: SeededRandom;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  uuid(): string {
    const hex = Array.from({ length: 4 }, () => this.#word()).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-a${hex.slice(15, 18)}-${hex.slice(18, 30)}`;
  }

  #word(): string {
    return this.#random.int(0, 0xffffffff).toString(16).padStart(8, '0');
  }
}
