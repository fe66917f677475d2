/** Everything a seed decides before its world begins: the job, how it is run, and what may go wrong. Plain data, printable. */
export interface World {
  readonly seed: number;
  /** A job spec as a user would POST it. */
  readonly spec: Readonly<Record<string, unknown>>;
  /** What the job must have done at its end, known from how it was drawn. */
  readonly pipelines: readonly Pipeline[];
  /** Parallelism of each run; the job goes from one to the next by a savepoint or its latest checkpoint. */
  readonly parallelisms: readonly number[];
  /** Whether savepoints are taken on the way. */
  readonly savepoints: boolean;
  readonly tuning: Tuning;
  readonly faults: FaultPlan;
}

/** Sizes that force rare interleavings. */
export interface Tuning {
  readonly batchRows: number;
  readonly channelCredits: number;
  readonly flushAfterMs: number;
  readonly threads: number;
}

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
  | { readonly kind: 'aggregate'; readonly emit: 'every-update' | 'latest-per-batch' };

/** Chances are for each opportunity, 0 to 1; times in virtual milliseconds. */
export interface FaultPlan {
  /** Faults happen up to this time; afterwards the job must end within a bound. */
  readonly until: number;
  readonly threadCrash: number;
  readonly hostCrash: number;
  /** A crash hits somewhere within this many milliseconds after the last one. */
  readonly meanTimeBetweenCrashes: number;
  readonly storage: StorageFaults;
  readonly messages: MessageFaults;
  /** A stopped attempt stays alive and comes back after its successor has begun. */
  readonly zombie: number;
  readonly clockJump: number;
}

export interface StorageFaults {
  readonly failWrite: number;
  readonly failSync: number;
  readonly slow: number;
  readonly slowMs: number;
  /** The disk is full from .. to. */
  readonly fullFrom: number;
  readonly fullUntil: number;
}

/** Between the coordinator and the threads: acknowledgements and notifications may be late, repeated or lost; triggers too. */
export interface MessageFaults {
  readonly delayMaxMs: number;
  readonly loseAcknowledgement: number;
  readonly repeatAcknowledgement: number;
  readonly loseTrigger: number;
  readonly loseNotification: number;
}
