import { InvariantViolation } from '@weir/kernel';
import { KillingFailpoints, parseFailpointTarget, type Failpoints } from './failpoints.ts';

/**
 * The failpoint that a test asked this process to die at; null, and no step is watched, when `target` is absent.
 * SIGKILL to oneself takes all threads at once, as a crash does.
 */
export function nodeFailpoints(target: string | null | undefined): Failpoints | null {
  if (target === undefined || target === null || target === '') return null;
  const parsed = parseFailpointTarget(target);
  if (!parsed) throw new InvariantViolation('Not a failpoint; write for example state.sync@before#3.', { target });
  return new KillingFailpoints(parsed, () => process.kill(process.pid, 'SIGKILL'));
}
