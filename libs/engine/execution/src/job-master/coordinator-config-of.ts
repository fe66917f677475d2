import type { CoordinatorConfig, RestartStrategyConfig } from '@weir/engine-checkpoint';
import { UNLIMITED_TOLERABLE_FAILURES, type AnalyzedJob } from '@weir/job-spec';
import { assertNever } from '@weir/kernel';

/** The coordinator's settings as the job's spec has them. */
export function coordinatorConfigOf({ checkpointing }: AnalyzedJob): CoordinatorConfig {
  const { tolerableFailedCheckpoints: tolerable } = checkpointing;
  return {
    intervalMs: checkpointing.intervalMs,
    timeoutMs: checkpointing.timeoutMs,
    minPauseMs: checkpointing.minPauseMs,
    maxConcurrentCheckpoints: checkpointing.maxConcurrentCheckpoints,
    tolerableFailedCheckpoints: tolerable >= UNLIMITED_TOLERABLE_FAILURES ? Infinity : tolerable,
    retainedCheckpoints: checkpointing.retainedCheckpoints,
    retention: checkpointing.onCancellation === 'RETAIN' ? 'ON_CANCELLATION' : 'ON_FAILURE',
    isIncremental: false,
    coordinatorStates: [],
  };
}

/** The restart strategy as the job's spec has it. */
export function restartConfigOf({ restartStrategy }: AnalyzedJob): RestartStrategyConfig {
  switch (restartStrategy.type) {
    case 'none':
      return { kind: 'none' };
    case 'fixed-delay':
      return { kind: 'fixed-delay', attempts: restartStrategy.attempts, delayMs: restartStrategy.delayMs };
    case 'exponential-delay':
      return {
        kind: 'exponential-delay',
        initialBackoffMs: restartStrategy.initialBackoffMs,
        maxBackoffMs: restartStrategy.maxBackoffMs,
        backoffMultiplier: restartStrategy.multiplier,
        resetBackoffThresholdMs: restartStrategy.resetThresholdMs,
        jitterFactor: restartStrategy.jitter,
        attemptsBeforeResetBackoff: restartStrategy.attempts ?? Infinity,
      };
    default:
      return assertNever(restartStrategy);
  }
}
