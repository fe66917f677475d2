import type {
  AlignmentTiming,
  CheckpointDeclineReason,
  SubtaskAcknowledged,
  SubtaskCheckpoints,
} from '@weir/engine-checkpoint';
import type { CheckpointBarrier, ControlElement, SnapshotFileStore } from '@weir/engine-core';
import { assertNever, messageOf, trustedNumber, type Clock } from '@weir/kernel';
import { EngineError } from '../engine-error.ts';
import { writeSubtaskState, type OperatorCut } from '../state/subtask-state-writer.ts';
import type { InputChannel } from './input-gate.ts';
import type { OperatorChain } from './operator-chain.ts';
import { acknowledgementOf, type SnapshotAnswer, type WrittenSnapshot } from './snapshot-answer.ts';

/** What the snapshots of a task need around them. */
export interface SubtaskSnapshotsOptions {
  readonly rules: SubtaskCheckpoints;
  readonly chain: Pick<
    OperatorChain,
    'links' | 'isFinishedOnRestore' | 'prepareSnapshot' | 'cut' | 'notifyComplete' | 'notifyAborted'
  >;
  readonly channels: readonly InputChannel[];
  readonly clock: Clock;
  readonly files: SnapshotFileStore;
  readonly identity: { readonly jobId: string; readonly runId: string; readonly epoch: number; readonly owner: string };
  readonly broadcast: (element: ControlElement) => void;
  readonly answer: (answer: SnapshotAnswer) => void;
  readonly fail: (error: unknown) => void;
}

/** What is known of a snapshot once its state is cut. */
interface CutSnapshot {
  readonly barrier: CheckpointBarrier;
  readonly timing: AlignmentTiming;
  readonly lifecycle: SubtaskAcknowledged['lifecycle'];
  readonly syncDuration: number;
}

/** Carries out the snapshots of one task: what to do is decided by SubtaskCheckpoints, in which order stands here. */
export class SubtaskSnapshots {
  readonly #options: SubtaskSnapshotsOptions;
  readonly #writing = new Map<number, { readonly abort: AbortController; readonly done: Promise<void> }>();
  #notifications: Promise<void> = Promise.resolve();

  constructor(options: SubtaskSnapshotsOptions) {
    this.#options = options;
  }

  /** Every barrier of the checkpoint is here: the snapshot of this moment. A throw fails the task. */
  take(barrier: CheckpointBarrier, timing: AlignmentTiming): void {
    const { rules, broadcast } = this.#options;
    const decision = rules.onTrigger(barrier);
    switch (decision) {
      case 'IGNORE':
        return;
      case 'FORWARD_CANCEL':
        return broadcast({ kind: 'cancel-checkpoint', checkpointId: barrier.checkpointId });
      case 'SNAPSHOT':
        return this.#snapshot(barrier, timing);
      default:
        return assertNever(decision);
    }
  }

  /** The alignment was given up here: those downstream are told in band, the coordinator by a decline. */
  abortAlignment(checkpointId: number, reason: CheckpointDeclineReason): void {
    this.#options.rules.onAlignmentAborted(checkpointId);
    this.#options.broadcast({ kind: 'cancel-checkpoint', checkpointId: trustedNumber(checkpointId) });
    this.decline(checkpointId, reason, `Subtask ${this.#options.identity.owner} gave up the checkpoint.`);
  }

  decline(checkpointId: number, reason: CheckpointDeclineReason, message: string): void {
    this.#options.answer({ kind: 'declined', checkpointId, reason, message });
  }

  /** `latestCompletedId`: its own notification may have been lost; 0 when there is none. */
  onAborted(checkpointId: number, latestCompletedId: number): void {
    this.onCompleted(latestCompletedId);
    const { rules, chain, fail } = this.#options;
    const { isKnownToOperators, failsTask } = rules.onAbortNotified(checkpointId);
    this.#writing.get(checkpointId)?.abort.abort(new Error('The checkpoint was aborted.'));
    if (isKnownToOperators) chain.notifyAborted(checkpointId);
    if (failsTask) {
      const message = `The savepoint ${checkpointId} that the job was to drain with failed after its operators had finished.`;
      fail(new EngineError('STOP_FAILED', message));
    }
  }

  /** Tells the operators what is news, one notification after the other, while rows go on. */
  onCompleted(checkpointId: number): void {
    const { rules, chain, fail } = this.#options;
    if (!rules.onCompleteNotified(checkpointId)) return;
    this.#notifications = this.#notifications.then(() => chain.notifyComplete(checkpointId)).catch(fail);
  }

  /** Resolves when every notification given so far has reached the operators: what was committed is committed. */
  get notified(): Promise<void> {
    return this.#notifications;
  }

  /** Ends what runs in the background; resolves when nothing does. */
  async close(): Promise<void> {
    this.#options.rules.onClose();
    for (const { abort } of this.#writing.values()) abort.abort(new Error('The task is closing.'));
    await Promise.all([...this.#writing.values()].map(({ done }) => done));
    await this.#notifications;
  }

  #lifecycle(): SubtaskAcknowledged['lifecycle'] {
    if (this.#options.chain.isFinishedOnRestore) return 'FINISHED_ON_RESTORE';
    return this.#options.rules.phase === 'OPERATORS_FINISHED' ? 'OPERATORS_FINISHED' : 'RUNNING';
  }

  /**
   * The order is the protocol: the barrier goes downstream before the state is cut, so that alignment there overlaps with the
   * work here, and the acknowledgement follows the last byte.
   */
  #snapshot(barrier: CheckpointBarrier, timing: AlignmentTiming): void {
    const { chain, broadcast, clock } = this.#options;
    const { checkpointId, options } = barrier;
    const begun = { barrier, timing, lifecycle: this.#lifecycle() };
    if (chain.isFinishedOnRestore) {
      // It has no operators to ask: it passes the barrier on.
      broadcast(barrier);
      return this.#acknowledge({ ...begun, syncDuration: 0 }, null);
    }
    chain.prepareSnapshot(checkpointId);
    broadcast(barrier);
    const start = clock.monotonic();
    const cuts = chain.cut(checkpointId, options);
    const syncDuration = clock.monotonic() - start;
    const abort = new AbortController();
    const done = this.#write({ ...begun, syncDuration }, cuts, abort.signal);
    this.#writing.set(checkpointId, { abort, done });
  }

  async #write(snapshot: CutSnapshot, cuts: readonly OperatorCut[], signal: AbortSignal): Promise<void> {
    const { rules, files, identity, clock } = this.#options;
    const { checkpointId, options } = snapshot.barrier;
    const start = clock.monotonic();
    try {
      const written = await writeSubtaskState({
        files,
        location: options.location,
        identity: { ...identity, checkpointId },
        cuts,
        signal,
      });
      this.#acknowledge(snapshot, { written, asyncDuration: clock.monotonic() - start });
    } catch (error) {
      if (rules.onAsyncEnded(checkpointId)) this.decline(checkpointId, 'CHECKPOINT_ASYNC_EXCEPTION', messageOf(error));
    } finally {
      this.#writing.delete(checkpointId);
    }
  }

  #acknowledge(snapshot: CutSnapshot, result: WrittenSnapshot | null): void {
    const { barrier, lifecycle, timing, syncDuration } = snapshot;
    const { rules, chain, channels, clock, answer } = this.#options;
    if (!rules.onAsyncEnded(barrier.checkpointId)) return;
    answer(
      acknowledgementOf({
        barrier,
        lifecycle,
        timing,
        syncDuration,
        result,
        uids: chain.links.map(({ uid }) => uid),
        channels,
        ackTimestamp: clock.now(),
      }),
    );
  }
}
