import { assertNever } from '@weir/kernel';
import { ExponentialDelayRestart } from './exponential-delay-restart.ts';
import { FailureRateRestart } from './failure-rate-restart.ts';
import { FixedDelayRestart } from './fixed-delay-restart.ts';
import type { RestartStrategy, RestartStrategyConfig } from './restart-strategy.ts';

/** One for each run: it lives over the run's attempts. */
export function createRestartStrategy(config: RestartStrategyConfig): RestartStrategy {
  switch (config.kind) {
    case 'none':
      return { onFailure: () => ({ restart: false, reason: 'The restart strategy is none.' }) };
    case 'fixed-delay':
      return new FixedDelayRestart(config);
    case 'failure-rate':
      return new FailureRateRestart(config);
    case 'exponential-delay':
      return new ExponentialDelayRestart(config);
    default:
      return assertNever(config);
  }
}
