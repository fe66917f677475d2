import type { RestartDecision, RestartStrategy, RestartStrategyConfig } from './restart-strategy.ts';

/** A fixed number of restarts over the whole run, each after the same delay. */
export class FixedDelayRestart implements RestartStrategy {
  readonly #config: Extract<RestartStrategyConfig, { kind: 'fixed-delay' }>;
  #restarts = 0;

  constructor(config: Extract<RestartStrategyConfig, { kind: 'fixed-delay' }>) {
    this.#config = config;
  }

  onFailure(): RestartDecision {
    const { attempts, delayMs } = this.#config;
    if (this.#restarts >= attempts)
      return {
        restart: false,
        reason: `The restarts of the fixed-delay strategy are used up: ${attempts} of ${attempts}.`,
      };
    this.#restarts += 1;
    return { restart: true, delayMs, isNewAttempt: true };
  }
}
