import type { Timers } from '@weir/kernel';
import type { SeededRandom } from '../seeded-random.ts';
import type { VirtualTime } from '../virtual-time.ts';
import type { RareBranches } from '../world/fault-plan.ts';

export interface LateTimersOptions {
  readonly time: VirtualTime;
  readonly random: SeededRandom;
  readonly rare: RareBranches;
}

/** Timers that sometimes fire late, as those of a busy process do. */
export function lateTimers({ time, random, rare }: LateTimersOptions): Timers {
  if (rare.lateTimer === 0) return time;
  return {
    schedule: (delayMs, action) => {
      const lateMs = random.chance(rare.lateTimer) ? random.next() * rare.lateMaxMs : 0;
      return time.schedule(delayMs + lateMs, action);
    },
  };
}
