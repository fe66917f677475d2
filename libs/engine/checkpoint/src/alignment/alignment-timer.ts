import type { CheckpointBarrier } from '@weir/engine-core';
import type { AlignmentTiming, ArrivalTime } from './barrier-handler.ts';

interface Arrival extends ArrivalTime {
  readonly channel: number;
}

/** Whether a channel stands still from its barrier on. */
type ChannelsAfterBarrier = 'BLOCKED' | 'OPEN';

/** Measures one checkpoint's alignment in one task, from the first barrier on. */
export class AlignmentTimer {
  readonly #timestamp: number;
  readonly #channels: ChannelsAfterBarrier;
  readonly #arrivals: Arrival[] = [];
  #processedData = 0;

  constructor(barrier: CheckpointBarrier, channels: ChannelsAfterBarrier) {
    this.#timestamp = barrier.timestamp;
    this.#channels = channels;
  }

  onArrival(channel: number, at: ArrivalTime): void {
    this.#arrivals.push({ channel, now: at.now, wallTime: at.wallTime });
  }

  /** Rows processed before the first barrier do not belong to the alignment. */
  onBytes(bytes: number): void {
    if (this.#arrivals.length > 0) this.#processedData += bytes;
  }

  /** The alignment is complete at `at`. */
  finish(at: ArrivalTime): AlignmentTiming {
    const first = this.#arrivals[0] ?? at;
    return {
      startDelay: Math.max(0, first.wallTime - this.#timestamp),
      alignmentDuration: Math.max(0, at.now - first.now),
      processedData: this.#processedData,
      channels: this.#arrivals.map((arrival) => ({
        channel: arrival.channel,
        barrierTimestamp: arrival.wallTime,
        blockedDuration: this.#channels === 'OPEN' ? 0 : Math.max(0, at.now - arrival.now),
      })),
    };
  }
}
