import { randomUUID } from 'node:crypto';
import type { Clock, IdSource, Random, Timers } from '@weir/kernel';

/** The machine's clocks. */
export const nodeClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};

/** Timers of the event loop. */
export const nodeTimers: Timers = {
  schedule(delayMs, action) {
    const timer = setTimeout(action, Math.min(delayMs, 2_147_483_647));
    return () => clearTimeout(timer);
  },
};

export const nodeRandom: Random = { next: () => Math.random() };

export const nodeIds: IdSource = { uuid: () => randomUUID() };
