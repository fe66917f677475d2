import { filesOf } from '@weir/engine-core';
import { isShared } from '../completed/shared-file-registry.ts';
import { subtaskKey } from '../plan/job-topology.ts';
import type { AttemptTasks } from './attempt-tasks.ts';
import { coordinatorFailure } from './checkpoint-failure.ts';
import type { CheckpointLedger } from './checkpoint-ledger.ts';
import type { CoordinatorConfig, CoordinatorIdentity } from './coordinator-config.ts';
import type {
  LocationFailed,
  ManifestPublished,
  MessageOrigin,
  PublishFailed,
  SubtaskAcknowledged,
  SubtaskDeclined,
} from './coordinator-event.ts';
import type { EffectLog } from './effect-log.ts';
import type { PendingCheckpoint } from './pending-checkpoint.ts';
import type { RetainedSnapshots } from './retained-snapshots.ts';
import { manifestOf, partiallyFinishedUnionOperator } from './snapshot-manifest.ts';

export interface CompletionParts {
  readonly identity: CoordinatorIdentity;
  readonly config: CoordinatorConfig;
  readonly tasks: AttemptTasks;
  readonly retained: RetainedSnapshots;
  readonly ledger: CheckpointLedger;
  readonly effects: EffectLog;
}

/** From the tasks' answers to a published manifest. Monotonic milliseconds for `now`. */
export class CheckpointCompletion {
  readonly #parts: CompletionParts;
  /** Expired while their manifest was on its way: it may yet appear. Of the present attempt only. */
  readonly #expiredInPublication = new Map<number, PendingCheckpoint>();
  /**
   * Those that have appeared, by their folder. A later attempt may have restored from one by now and committed what it covers, and a stale
   * owner would not know: so it stays until a newer checkpoint of this attempt is complete, or the end of the run is on record.
   */
  readonly #expiredAndThere = new Map<PendingCheckpoint, string>();
  #isRunOver = false;

  constructor(parts: CompletionParts) {
    this.#parts = parts;
  }

  /** What an older attempt has on its way is either fenced or seen by the new one in the storage. */
  onAttemptStarted(): void {
    this.#expiredInPublication.clear();
    this.#expiredAndThere.clear();
  }

  /** The end of the run is on record: nobody restores from what it has not retained. */
  onRunOver(): void {
    this.#isRunOver = true;
    this.#discardExpired();
  }

  onAcknowledged(event: SubtaskAcknowledged, now: number): void {
    if (!this.#isOurs(event)) return;
    const { ledger } = this.#parts;
    const pending = ledger.find(event.checkpointId);
    const answer = pending?.acknowledge(event) ?? 'ENDED';
    if (answer === 'DUPLICATE') return;
    if (answer !== 'UNKNOWN_TASK') ledger.record(ledger.statistics.onAcknowledged(event, now));
    if (answer !== 'ACCEPTED' || pending === undefined) this.#discardLate(event);
    else if (pending.isFullyAcknowledged) this.#onFullyAcknowledged(pending, now);
  }

  onDeclined(event: SubtaskDeclined, now: number): void {
    const pending = this.#isOurs(event) ? this.#parts.ledger.find(event.checkpointId) : undefined;
    if (pending?.isWaitingFor(event.task) !== true) return;
    const failure = { ...coordinatorFailure(event.reason, event.message), task: event.task };
    this.#parts.ledger.fail(pending, failure, now);
  }

  onExpired(checkpointId: number, now: number): void {
    const { config, ledger } = this.#parts;
    const pending = ledger.find(checkpointId);
    if (pending === undefined) return;
    const failure = coordinatorFailure('CHECKPOINT_EXPIRED', expiryMessage(pending, config.timeoutMs));
    if (pending.stage !== 'PUBLISHING') return ledger.fail(pending, failure, now);
    this.#expiredInPublication.set(checkpointId, pending);
    ledger.fail(pending, { ...failure, files: 'LEAVE_FILES' }, now);
  }

  /** True when a checkpoint has completed that later ones may build on. */
  onPublished({ checkpointId, path }: ManifestPublished, now: number): boolean {
    const { ledger } = this.#parts;
    const pending = ledger.find(checkpointId);
    if (pending?.stage === 'PUBLISHING') {
      ledger.complete(pending, path, now);
      if (pending.start.properties.kind !== 'CHECKPOINT') return false;
      this.#discardExpired(checkpointId);
      return true;
    }
    const expired = this.#expiredInPublication.get(checkpointId);
    if (expired === undefined) return false;
    this.#expiredInPublication.delete(checkpointId);
    this.#expiredAndThere.set(expired, path);
    const newest = this.#parts.retained.latestCompletedId;
    this.#discardExpired(this.#isRunOver ? undefined : newest);
    return false;
  }

  onPublishFailed({ checkpointId, message, outcome }: PublishFailed, now: number): void {
    const { ledger, effects } = this.#parts;
    this.#expiredInPublication.delete(checkpointId);
    const files = outcome === 'NOT_PUBLISHED' ? 'DISCARD_FILES' : 'LEAVE_FILES';
    const reason = outcome === 'FENCED' ? 'EPOCH_FENCED' : 'FINALIZE_CHECKPOINT_FAILURE';
    if (outcome === 'FENCED') effects.push({ kind: 'fail-job', reason, message, task: null });
    const pending = ledger.find(checkpointId);
    if (pending !== undefined) ledger.fail(pending, { ...coordinatorFailure(reason, message), files }, now);
  }

  /** Nothing of the checkpoint is on the storage yet. */
  onLocationFailed({ checkpointId, message, isFenced }: LocationFailed, now: number): void {
    const { ledger, effects } = this.#parts;
    const reason = isFenced ? 'EPOCH_FENCED' : 'IO_EXCEPTION';
    if (isFenced) effects.push({ kind: 'fail-job', reason: 'EPOCH_FENCED', message, task: null });
    const pending = ledger.find(checkpointId);
    if (pending !== undefined) ledger.fail(pending, coordinatorFailure(reason, message), now);
  }

  #isOurs({ origin }: { readonly origin: MessageOrigin }): boolean {
    return origin.jobId === this.#parts.identity.jobId && origin.epoch === this.#parts.tasks.epoch;
  }

  #onFullyAcknowledged(pending: PendingCheckpoint, now: number): void {
    const { identity, tasks, ledger } = this.#parts;
    const { topology } = tasks;
    const operator = partiallyFinishedUnionOperator(topology, pending);
    if (operator !== null) {
      const message = `Operator ${operator} holds union state, and only some of its subtasks have finished: the union would not be whole.`;
      return ledger.fail(pending, coordinatorFailure('CHECKPOINT_DECLINED_TASK_CLOSING', message), now);
    }
    pending.onFullyAcknowledged(manifestOf({ identity, topology, pending }));
    ledger.enqueuePublication(pending);
  }

  /** State that nothing will ever name. What a published checkpoint uses stays, whoever sends it again. */
  #discardLate({ checkpointId, location, operators }: SubtaskAcknowledged): void {
    const { ledger, retained, effects } = this.#parts;
    if (ledger.dispositionOf(checkpointId) === 'KEPT') return;
    const byPath = new Map(operators.flatMap(({ state }) => filesOf(state)).map((file) => [file.path, file]));
    const files = [...byPath.values()].filter((file) => file.inline === undefined && !retained.isInUse(location, file));
    if (files.length > 0) effects.push({ kind: 'discard-files', location, files });
  }

  /** Removes what has expired and appeared all the same: all of it, or what is older than a checkpoint that is complete. */
  #discardExpired(completedId = Infinity): void {
    const { retained, effects } = this.#parts;
    for (const [pending, path] of this.#expiredAndThere) {
      if (pending.checkpointId > completedId) continue;
      this.#expiredAndThere.delete(pending);
      retained.discard(pending.checkpointId, path);
      const files = pending.files.filter((file) => isShared(file) && !retained.isInUse(path, file));
      if (files.length > 0) effects.push({ kind: 'discard-files', location: path, files });
    }
  }
}

function expiryMessage(pending: PendingCheckpoint, timeoutMs: number): string {
  const { tasksToWaitFor } = pending.start.plan;
  if (pending.location === null) return `The storage did not make its folder within ${timeoutMs} ms.`;
  if (!pending.isTriggered) return `The coordinator's own state was not taken within ${timeoutMs} ms.`;
  const missing = tasksToWaitFor.filter((task) => pending.isWaitingFor(task)).map(subtaskKey);
  if (missing.length === 0) return `Its manifest was not published within ${timeoutMs} ms.`;
  const named = missing.length > 10 ? `${missing.slice(0, 10).join(', ')}, …` : missing.join(', ');
  return `${missing.length} of ${tasksToWaitFor.length} tasks did not acknowledge within ${timeoutMs} ms: ${named}.`;
}
