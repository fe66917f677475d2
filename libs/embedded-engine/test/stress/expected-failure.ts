import type { FailureKind } from './failure-plan.ts';
import { injectedMark } from './fault-switch.ts';
import type { AttemptFailure } from '@weir/run-contract';

/** Codes with which the failure of an attempt may end that this kind was meant to cause. */
const codesOf: Readonly<Record<Exclude<FailureKind, 'engine-dropped'>, readonly string[]>> = {
  'task-throws': ['TASK_FAILED'],
  'thread-ends': ['THREAD_DIED'],
  'state-write-fails': ['CHECKPOINT_FAILURES_EXCEEDED'],
  'commit-fails': ['TASK_FAILED', 'CHECKPOINT_FAILURES_EXCEEDED'],
  'publish-fails': ['CHECKPOINT_FAILURES_EXCEEDED'],
};

/** Whether an attempt failed as it was made to. */
export function isExpectedFailure(
  kind: FailureKind,
  { code, message }: Pick<AttemptFailure, 'code' | 'message'>,
): boolean {
  if (kind === 'engine-dropped' || !codesOf[kind].includes(code)) return false;
  return code !== 'TASK_FAILED' || message.includes(injectedMark);
}
