import type { CoordinatorEffect } from './coordinator-effect.ts';

/** The effects of one step, in order. */
export class EffectLog {
  #effects: CoordinatorEffect[] = [];

  push(...effects: readonly CoordinatorEffect[]): void {
    this.#effects.push(...effects);
  }

  /** Hands over what was pushed since the last call. */
  take(): readonly CoordinatorEffect[] {
    const effects = this.#effects;
    this.#effects = [];
    return effects;
  }
}
