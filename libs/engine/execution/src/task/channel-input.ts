import type { AlignmentDecision, ArrivalTime, BarrierHandler } from '@weir/engine-checkpoint';
import {
  maxWatermark,
  type CheckpointBarrier,
  type EndOfData,
  type ReceivedElement,
  type RecordBatch,
} from '@weir/engine-core';
import { assertNever, invariant, type Clock } from '@weir/kernel';
import { batchBytes } from './batch-bytes.ts';
import { InputGate, type InputChannel } from './input-gate.ts';
import type { OperatorChain } from './operator-chain.ts';
import { idle, processed, type Taken, type TaskInput } from './task-input.ts';
import { WatermarkMerger } from './watermark-merger.ts';

export interface ChannelInputOptions {
  readonly chain: OperatorChain;
  readonly channels: readonly InputChannel[];
  /** Turns a received buffer of the channel with that index into its rows. */
  readonly read: (channel: number, buffer: ArrayBuffer) => RecordBatch;
  readonly handler: BarrierHandler;
  readonly clock: Clock;
}

/** The channels of a task, one element a step: rows go into the chain, barriers to the handler that aligns them. */
export class ChannelInput implements TaskInput {
  readonly isSource = false;
  readonly wakeAt = null;
  readonly channels: readonly InputChannel[];
  readonly #options: ChannelInputOptions;
  readonly #gate: InputGate;
  readonly #watermarks: WatermarkMerger;
  readonly #endedData = new Map<number, EndOfData['mode']>();

  constructor(options: ChannelInputOptions) {
    const { chain, channels, handler } = options;
    invariant(chain.head.body.kind === 'operator', 'Channels lead to an operator.', { uid: chain.head.uid });
    this.#options = options;
    this.channels = channels;
    this.#gate = new InputGate(channels, handler);
    this.#watermarks = new WatermarkMerger(channels.length);
  }

  get hasEnded(): boolean {
    return this.#gate.openChannels === 0;
  }

  take(): Taken {
    const element = this.#gate.poll();
    return element === undefined ? idle : this.#process(element, this.#gate.polledChannel);
  }

  /** Once every channel has delivered what it holds: see {@link BarrierHandler.onTrigger}. */
  onTrigger(barrier: CheckpointBarrier, at: ArrivalTime): readonly AlignmentDecision[] {
    return this.#options.handler.onTrigger(barrier, at);
  }

  onAborted(checkpointId: number): readonly AlignmentDecision[] {
    return this.#options.handler.onAborted(checkpointId);
  }

  #process(element: ReceivedElement, channel: number): Taken {
    const { handler } = this.#options;
    switch (element.kind) {
      case 'buffer':
        return this.#processBuffer(element.buffer, channel);
      case 'watermark':
        return this.#processWatermark(channel, element.timestamp);
      case 'barrier':
        return checkpoint(handler.onBarrier(channel, element, this.#arrival()));
      case 'cancel-checkpoint':
        return checkpoint(handler.onCancelMarker(channel, element.checkpointId, this.#arrival()));
      case 'end-of-data':
        return this.#endData(channel, element.mode);
      case 'end-of-input':
        return checkpoint(handler.onEndOfInput(channel, this.#arrival()));
      default:
        return assertNever(element);
    }
  }

  #processBuffer(buffer: ArrayBuffer, channel: number): Taken {
    const { chain, handler, read } = this.#options;
    const from = this.channels[channel];
    invariant(from, 'A buffer came from a channel that does not exist.', { channel });
    const batch = read(channel, buffer);
    chain.processBatch(batch, from.input);
    if (handler.isCheckpointPending) handler.onBytes(batchBytes(batch));
    from.receiver.release(buffer);
    return processed;
  }

  #processWatermark(channel: number, timestamp: number): Taken {
    const watermark = this.#watermarks.advance(channel, timestamp);
    if (watermark !== null) this.#options.chain.processWatermark(watermark);
    return processed;
  }

  /** The data of the task ends with that of its last channel; one channel that only stops keeps all operators from finishing. */
  #endData(channel: number, mode: EndOfData['mode']): Taken {
    this.#endedData.set(channel, mode);
    // A channel that is drained holds event time back no longer. One that stops does: nothing may fire behind the savepoint.
    if (mode === 'DRAIN') this.#processWatermark(channel, maxWatermark);
    if (this.#endedData.size < this.channels.length) return processed;
    return { kind: 'data-ended', mode: [...this.#endedData.values()].includes('STOP') ? 'STOP' : 'DRAIN' };
  }

  #arrival(): ArrivalTime {
    return { now: this.#options.clock.monotonic(), wallTime: this.#options.clock.now() };
  }
}

function checkpoint(decisions: readonly AlignmentDecision[]): Taken {
  return decisions.length === 0 ? processed : { kind: 'checkpoint', decisions };
}
