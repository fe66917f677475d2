import { invariant, trustedNumber, type CheckpointId } from '@weir/kernel';
import type { CheckpointBarrier } from '@weir/engine-core';
import type { AlignmentDecision, AlignmentTiming, BarrierHandler } from '../alignment/barrier-handler.ts';

/** Milliseconds between two elements of a script. */
export const scriptTickMs = 10;
/** Barriers of a script were triggered at this wall time; the script itself begins 100 ms later. */
export const scriptTriggerTime = 1_000_000;

export function barrierOf(id: number): CheckpointBarrier {
  return {
    kind: 'barrier',
    checkpointId: trustedNumber<CheckpointId>(id),
    timestamp: scriptTriggerTime,
    options: { kind: 'CHECKPOINT', ending: 'NONE', sharing: 'FULL', location: `/snapshots/chk-${id}` },
  };
}

/**
 * Drives a barrier handler by a script in the notation of the conformance cases: `B(n,c)` barrier n on channel c, `X(n,c)` cancel
 * marker, `E(c)` end of input, `T(n)` trigger by the coordinator, `A(n)` abort by it, `dc` a batch of 100 bytes on channel c.
 */
export class BarrierScript {
  readonly #handler: BarrierHandler;
  readonly #channels: number;
  readonly #log: string[] = [];
  readonly timings = new Map<number, AlignmentTiming>();
  #now = 0;

  constructor(handler: BarrierHandler, channels: number) {
    this.#handler = handler;
    this.#channels = channels;
  }

  /** Plays the script and returns what was decided meanwhile: `trig 1`, `abort 2 REASON`. */
  play(script: string): readonly string[] {
    const before = this.#log.length;
    for (const step of script.trim().split(/\s+/)) this.#step(step);
    return this.#log.slice(before);
  }

  get blocked(): readonly number[] {
    return Array.from({ length: this.#channels }, (_, channel) => channel).filter((channel) =>
      this.#handler.isBlocked(channel),
    );
  }

  #step(step: string): void {
    this.#now += scriptTickMs;
    const at = { now: this.#now, wallTime: scriptTriggerTime + 100 + this.#now };
    const match = /^(?:d(\d)|([BX])\((\d+),(\d)\)|E\((\d)\)|([TA])\((\d+)\))$/.exec(step);
    invariant(match !== null, 'A step outside the notation.', { step });
    const [, data, element, id, channel, ended, order, ordered] = match;
    if (data !== undefined) this.#handler.onBytes(100);
    else if (element === 'B') this.#note(this.#handler.onBarrier(Number(channel), barrierOf(Number(id)), at));
    else if (element === 'X') this.#note(this.#handler.onCancelMarker(Number(channel), Number(id), at));
    else if (ended !== undefined) this.#note(this.#handler.onEndOfInput(Number(ended), at));
    else if (order === 'T') this.#note(this.#handler.onTrigger(barrierOf(Number(ordered)), at));
    else this.#note(this.#handler.onAborted(Number(ordered)));
  }

  #note(decisions: readonly AlignmentDecision[]): void {
    for (const decision of decisions) {
      if (decision.kind === 'trigger') {
        this.timings.set(decision.barrier.checkpointId, decision.timing);
        this.#log.push(`trig ${decision.barrier.checkpointId}`);
      } else {
        this.#log.push(`abort ${decision.checkpointId} ${decision.reason}`);
      }
    }
  }
}
