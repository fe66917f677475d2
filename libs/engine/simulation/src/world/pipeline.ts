/** One path of operators from sources to a sink, as the reference understands it. */
export interface Pipeline {
  readonly sources: readonly SourceShape[];
  readonly steps: readonly Step[];
  readonly sink: string;
}

export interface SourceShape {
  readonly uid: string;
  readonly rows: number;
  /** First value of the source's `n`; sources do not overlap. */
  readonly start: number;
  readonly keys: number;
}

export type KeyType = 'INT' | 'BIGINT' | 'BOOLEAN' | 'DOUBLE' | 'COMPOUND';

/** Of the key of a row with that number, {@link Step} rekey with `isNullable`: every so many are null. */
export const nullKeyEvery = 5;

export type Step =
  /** Drops rows whose n is divisible. */
  | { readonly kind: 'filter'; readonly divisor: number }
  /** v := v + addend. */
  | { readonly kind: 'map'; readonly addend: number }
  /** A key of two words becomes two rows; a key that is null becomes none. */
  | { readonly kind: 'flat-map' }
  /** The value of rows whose n is divisible is null. */
  | { readonly kind: 'null-values'; readonly divisor: number }
  /** The key of rows whose n is divisible is null. */
  | { readonly kind: 'null-keys'; readonly divisor: number }
  /** The key of rows whose n is divisible grows by that many letters: some are larger than a channel's buffer. */
  | { readonly kind: 'long-keys'; readonly divisor: number; readonly letters: number }
  /** The key becomes another, made of n, and of another type; COMPOUND: it stays, and one more column belongs to it. Behind all that read it as a text. */
  | { readonly kind: 'rekey'; readonly type: KeyType; readonly modulus: number; readonly isNullable: boolean }
  /** Counts and sums for each key. Always last. */
  | { readonly kind: 'aggregate'; readonly emit: 'every-update' | 'latest-per-batch' }
  /** The simulation's own operator: as an aggregate with every update, but where the sources are its inputs, rows of those after the first weigh more. Always last. */
  | { readonly kind: 'tally'; readonly inputs: 'ONE' | 'SOURCES' };

/** What a row's value counts for in a tally, by the input it comes from. */
export function tallyWeight(input: number): number {
  return input === 0 ? 1 : 7;
}

/** Columns by which a pipeline's aggregate keeps its state. */
export function keyColumnsOf(steps: readonly Step[]): readonly string[] {
  return steps.some((step) => step.kind === 'rekey' && step.type === 'COMPOUND') ? ['k', 'j'] : ['k'];
}
