/** When and whether a failed attempt is followed by another. Durations in milliseconds. */
export type RestartStrategyConfig =
  | { readonly kind: 'none' }
  | { readonly kind: 'fixed-delay'; readonly attempts: number; readonly delayMs: number }
  | {
      readonly kind: 'failure-rate';
      readonly maxFailuresPerInterval: number;
      readonly intervalMs: number;
      readonly delayMs: number;
    }
  | {
      readonly kind: 'exponential-delay';
      readonly initialBackoffMs: number;
      readonly maxBackoffMs: number;
      readonly backoffMultiplier: number;
      /** A run without failure this long resets the delay. */
      readonly resetBackoffThresholdMs: number;
      /** 0.1 spreads by up to 10 % either way. */
      readonly jitterFactor: number;
      /** Restarts before the job fails for good; Infinity: no end. Counted anew after a reset. */
      readonly attemptsBeforeResetBackoff: number;
    };

export interface FailureFacts {
  /** Monotonic milliseconds. */
  readonly now: number;
  /** Uniform in [0, 1). */
  readonly random: number;
}

export type RestartDecision =
  /** isNewAttempt: false when the failure merged into a restart that waits already. */
  | { readonly restart: true; readonly delayMs: number; readonly isNewAttempt: boolean }
  | { readonly restart: false; readonly reason: string };

/** Remembers the failures of one run. */
export interface RestartStrategy {
  /** Told of each failure once; says what follows. */
  onFailure(facts: FailureFacts): RestartDecision;
}
