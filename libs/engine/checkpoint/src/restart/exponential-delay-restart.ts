import type { FailureFacts, RestartDecision, RestartStrategy, RestartStrategyConfig } from './restart-strategy.ts';

/** Restarts after delays that grow from failure to failure, until the job has run well for a while. */
export class ExponentialDelayRestart implements RestartStrategy {
  readonly #config: Extract<RestartStrategyConfig, { kind: 'exponential-delay' }>;
  #restarts = 0;
  /** When the latest restart was due; null before the first. */
  #restartAt: number | null = null;

  constructor(config: Extract<RestartStrategyConfig, { kind: 'exponential-delay' }>) {
    this.#config = config;
  }

  onFailure({ now, random }: FailureFacts): RestartDecision {
    const { attemptsBeforeResetBackoff, resetBackoffThresholdMs } = this.#config;
    const restartAt = this.#restartAt;
    if (restartAt !== null && now <= restartAt) return { restart: true, delayMs: restartAt - now, isNewAttempt: false };
    if (restartAt !== null && now - restartAt >= resetBackoffThresholdMs) this.#restarts = 0;
    if (this.#restarts >= attemptsBeforeResetBackoff) {
      return {
        restart: false,
        reason: `The restarts of the exponential-delay strategy are used up: ${attemptsBeforeResetBackoff} of ${attemptsBeforeResetBackoff}.`,
      };
    }
    const delayMs = this.#delayMs(random);
    this.#restarts += 1;
    this.#restartAt = now + delayMs;
    return { restart: true, delayMs, isNewAttempt: true };
  }

  /** Jitter goes either way, but never out of the range from the initial to the maximum delay. */
  #delayMs(random: number): number {
    const { initialBackoffMs, maxBackoffMs, backoffMultiplier, jitterFactor } = this.#config;
    const base = Math.min(initialBackoffMs * backoffMultiplier ** this.#restarts, maxBackoffMs);
    const jittered = base + base * jitterFactor * (2 * random - 1);
    return Math.round(Math.min(Math.max(jittered, initialBackoffMs), maxBackoffMs));
  }
}
