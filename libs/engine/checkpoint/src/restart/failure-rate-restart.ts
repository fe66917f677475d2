import type { FailureFacts, RestartDecision, RestartStrategy, RestartStrategyConfig } from './restart-strategy.ts';

/** Restarts until as many failures as the limit fall into one interval; that one ends the job. */
export class FailureRateRestart implements RestartStrategy {
  readonly #config: Extract<RestartStrategyConfig, { kind: 'failure-rate' }>;
  /** The latest failures, at most as many as the limit. */
  readonly #failedAt: number[] = [];

  constructor(config: Extract<RestartStrategyConfig, { kind: 'failure-rate' }>) {
    this.#config = config;
  }

  onFailure({ now }: FailureFacts): RestartDecision {
    const { maxFailuresPerInterval, intervalMs, delayMs } = this.#config;
    this.#failedAt.push(now);
    if (this.#failedAt.length > maxFailuresPerInterval) this.#failedAt.shift();
    const [oldest = now] = this.#failedAt;
    if (this.#failedAt.length < maxFailuresPerInterval || now - oldest > intervalMs)
      return { restart: true, delayMs, isNewAttempt: true };
    return {
      restart: false,
      reason: `${maxFailuresPerInterval} failures within ${intervalMs} ms reach the limit of the failure-rate strategy.`,
    };
  }
}
