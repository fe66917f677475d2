/** Time is handed in, so that a simulation can run hours in a moment. */
export interface Clock {
  /** Wall time, epoch milliseconds. For people and records; it may jump. */
  now(): number;
  /** Milliseconds from an arbitrary start, never backwards. For durations, time-outs and leases. */
  monotonic(): number;
}

export interface Timers {
  /** Calls `action` once, `delayMs` (>= 0) from now on the monotonic clock, unless the returned function is called before. */
  schedule(delayMs: number, action: () => void): Cancel;
}

/** Idempotent. */
export type Cancel = () => void;

/** Uniform doubles in [0, 1). */
export interface Random {
  next(): number;
}

/** Makes ids that are unique over machines and runs. */
export interface IdSource {
  uuid(): string;
}
