import type { Timers } from '@weir/kernel';
import type { SeededRandom } from '../seeded-random.ts';
import type { VirtualTime } from '../virtual-time.ts';
import type { RareBranches } from '../world/fault-plan.ts';

export interface LateTimersOptions {
  readonly time: VirtualTime;
  readonly random: SeededRandom;
  /** Asked at each timer, so that it can end. */
  readonly rare: () => RareBranches;
}

/** Timers that sometimes fire late, as those of a busy process do. */
export function lateTimers({ time, random, rare }: LateTimersOptions): Timers {
  return {
    schedule: (delayMs, action) => {
      const { lateTimer, lateMaxMs: lateMax } = rare();
      const lateMs = lateTimer > 0 && random.chance(lateTimer) ? random.next() * lateMax : 0;
      return time.schedule(delayMs + lateMs, action);
    },
  };
}
