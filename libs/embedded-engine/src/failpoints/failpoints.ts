import { isFailpointName, type FailpointName } from './failpoint-names.ts';

export type FailpointSide = 'before' | 'after';

/** Told of every step, on both of its sides. */
export interface Failpoints {
  reach(name: FailpointName, side: FailpointSide): void;
}

/** The n-th time that this side of this step is reached, the process dies. */
export interface FailpointTarget {
  readonly name: FailpointName;
  readonly side: FailpointSide;
  /** From 1. */
  readonly hit: number;
}

/** `state.sync@before#3`; undefined for anything else. */
export function parseFailpointTarget(text: string): FailpointTarget | undefined {
  const match = /^([a-z.-]+)@(before|after)#(\d{1,6})$/.exec(text);
  const [, name = '', side, hit] = match ?? [];
  if (!isFailpointName(name) || (side !== 'before' && side !== 'after') || Number(hit) < 1) return undefined;
  return { name, side, hit: Number(hit) };
}

/** Ends the process at the target. `die` must not return control to the caller's work: SIGKILL to oneself does not. */
export class KillingFailpoints implements Failpoints {
  readonly #target: FailpointTarget;
  readonly #die: () => void;
  #hits = 0;

  constructor(target: FailpointTarget, die: () => void) {
    this.#target = target;
    this.#die = die;
  }

  reach(name: FailpointName, side: FailpointSide): void {
    if (name !== this.#target.name || side !== this.#target.side) return;
    this.#hits += 1;
    if (this.#hits === this.#target.hit) this.#die();
  }
}

/** Runs a step between its two sides. */
export function around<Result>(failpoints: Failpoints, name: FailpointName, step: () => Result): Result {
  failpoints.reach(name, 'before');
  const result = step();
  failpoints.reach(name, 'after');
  return result;
}

/** As {@link around}; the far side is reached when the promise has resolved. */
export async function aroundAsync<Result>(
  failpoints: Failpoints,
  name: FailpointName,
  step: () => Promise<Result>,
): Promise<Result> {
  failpoints.reach(name, 'before');
  const result = await step();
  failpoints.reach(name, 'after');
  return result;
}
