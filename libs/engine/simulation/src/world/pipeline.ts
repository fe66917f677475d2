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

export type Step =
  /** Drops rows whose n is divisible. */
  | { readonly kind: 'filter'; readonly divisor: number }
  /** v := v + addend. */
  | { readonly kind: 'map'; readonly addend: number }
  /** A key of two words becomes two rows. */
  | { readonly kind: 'flat-map' }
  /** Counts and sums for each k. Always last. */
  | { readonly kind: 'aggregate'; readonly emit: 'every-update' | 'latest-per-batch' }
  /** The simulation's own operator: as an aggregate with every update, but where the sources are its inputs, rows of those after the first weigh more. Always last. */
  | { readonly kind: 'tally'; readonly inputs: 'ONE' | 'SOURCES' };

/** What a row's value counts for in a tally, by the input it comes from. */
export function tallyWeight(input: number): number {
  return input === 0 ? 1 : 7;
}
