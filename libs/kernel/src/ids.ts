declare const brand: unique symbol;
type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };

/** A job: survives every run, version and restore. A UUID in lower case. */
export type JobId = Brand<string, 'JobId'>;
/** One start of a job. A UUID in lower case. */
export type RunId = Brand<string, 'RunId'>;
/** Stable identity of an operator's state, chosen by the author of the job. */
export type OperatorUid = Brand<string, 'OperatorUid'>;
/** The number a barrier carries. Starts at 1 and rises over all runs of a job. */
export type CheckpointId = Brand<number, 'CheckpointId'>;
/** Fencing token of an attempt. Starts at 1 and rises over all attempts of a job; only the highest may publish. */
export type Epoch = Brand<number, 'Epoch'>;

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function parseJobId(text: string): JobId | undefined {
  return uuidPattern.test(text) ? (text as JobId) : undefined;
}

export function parseRunId(text: string): RunId | undefined {
  return uuidPattern.test(text) ? (text as RunId) : undefined;
}

/** For ids that this program made itself or read from a place that only it writes. */
export function trusted<Id extends JobId | RunId | OperatorUid>(text: string): Id {
  return text as Id;
}

/** As {@link trusted}, for the numeric ids. */
export function trustedNumber<Id extends CheckpointId | Epoch>(value: number): Id {
  return value as Id;
}
