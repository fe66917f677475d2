import type { Clock, IdSource, Random, Timers } from '@weir/kernel';
import { settlePromises } from './node-settle.ts';

interface Scheduled {
  readonly at: number;
  readonly order: number;
  readonly action: () => void;
}

/**
 * Virtual time and one queue of actions, run in order on the present thread: for tests of everything that takes its time
 * through ports. Promises must be those of ports that answer by themselves (microtasks), not of real input and output.
 */
export class VirtualWorld {
  #now = 0;
  #order = 0;
  #ready: (() => void)[] = [];
  #timers: Scheduled[] = [];
  #uuids = 0;

  readonly clock: Clock = { now: () => 1_700_000_000_000 + this.#now, monotonic: () => this.#now };
  readonly timers: Timers = {
    schedule: (delayMs, action) => {
      const timer = { at: this.#now + delayMs, order: (this.#order += 1), action };
      this.#timers.push(timer);
      return () => {
        this.#timers = this.#timers.filter((other) => other !== timer);
      };
    },
  };
  readonly random: Random = { next: () => 0.5 };
  /** Different in their first digits, as real ones are. */
  readonly ids: IdSource = {
    uuid: () => {
      this.#uuids += 1;
      const head = (Math.imul(this.#uuids, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
      return `${head}-0000-4000-8000-${String(this.#uuids).padStart(12, '0')}`;
    },
  };

  /** Timers that are armed. */
  get timerCount(): number {
    return this.#timers.length;
  }

  /** Runs the action after everything that is due already. */
  readonly soon = (action: () => void): void => {
    this.#ready.push(action);
  };

  /**
   * Runs actions, promises and timers until `isDone`. Each action takes `tickMs` of virtual time, so that a busy world moves on.
   * Throws when nothing is left to do, or after `actionsMax` actions.
   */
  async runUntil(
    isDone: () => boolean,
    options: { readonly tickMs?: number; readonly actionsMax?: number } = {},
  ): Promise<void> {
    const actionsMax = options.actionsMax ?? 20_000;
    for (let actions = 0; actions < actionsMax; actions += 1) {
      await settlePromises();
      if (isDone()) return;
      const action = this.#ready.shift() ?? this.#nextTimer();
      if (action === null) throw new Error('The world has come to rest, and what was waited for has not happened.');
      this.#now += options.tickMs ?? 0.01;
      this.#fireDue();
      action();
    }
    throw new Error(`What was waited for has not happened after ${actionsMax} actions.`);
  }

  /** Runs for so long in virtual time. */
  async runFor(durationMs: number): Promise<void> {
    const end = this.#now + durationMs;
    this.timers.schedule(durationMs, () => undefined);
    await this.runUntil(() => this.#now >= end);
  }

  #fireDue(): void {
    for (let due = this.#takeEarliest(this.#now); due !== null; due = this.#takeEarliest(this.#now))
      this.#ready.push(due.action);
  }

  /** Nothing is ready: time jumps to the next timer. */
  #nextTimer(): (() => void) | null {
    const next = this.#takeEarliest(Infinity);
    if (next === null) return null;
    this.#now = Math.max(this.#now, next.at);
    return next.action;
  }

  #takeEarliest(until: number): Scheduled | null {
    let earliest: Scheduled | null = null;
    for (const timer of this.#timers) {
      if (timer.at > until) continue;
      if (earliest === null || timer.at < earliest.at || (timer.at === earliest.at && timer.order < earliest.order))
        earliest = timer;
    }
    if (earliest !== null) this.#timers = this.#timers.filter((other) => other !== earliest);
    return earliest;
  }
}
