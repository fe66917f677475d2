import { invariant } from '@weir/kernel';
import type { JsonValue, SnapshotManifest, StateFile } from '@weir/engine-core';
import { filesOf } from '@weir/engine-core';
import type { CheckpointPlan } from '../plan/checkpoint-plan.ts';
import { subtaskKey, type SubtaskRef } from '../plan/job-topology.ts';
import type { CheckpointProperties } from './checkpoint-properties.ts';
import type { SubtaskAcknowledged } from './coordinator-event.ts';

/**
 * PREPARING: the storage makes its folder. COORDINATOR_STATE: states on the coordinator's side are taken. TASKS: the tasks work.
 * ACKNOWLEDGED: all have answered, another checkpoint is being published. PUBLISHING: its manifest is on its way.
 */
export type PendingStage = 'PREPARING' | 'COORDINATOR_STATE' | 'TASKS' | 'ACKNOWLEDGED' | 'PUBLISHING';

export interface PendingCheckpointStart {
  readonly checkpointId: number;
  readonly snapshotId: string;
  readonly epoch: number;
  readonly requestId: string | null;
  readonly properties: CheckpointProperties;
  readonly sharing: 'INCREMENTAL' | 'FULL';
  readonly plan: CheckpointPlan;
  /** Epoch milliseconds. */
  readonly triggerTimestamp: number;
}

/** A checkpoint from its start until it is published or given up. */
export class PendingCheckpoint {
  readonly start: PendingCheckpointStart;
  readonly #waitingFor: ReadonlySet<string>;
  readonly #acknowledged = new Map<string, SubtaskAcknowledged>();
  #stage: PendingStage = 'PREPARING';
  #location: string | null = null;
  #coordinatorStates: Readonly<Record<string, JsonValue>> = {};
  #manifest: SnapshotManifest | null = null;

  constructor(start: PendingCheckpointStart) {
    invariant(start.plan.tasksToWaitFor.length > 0, 'A checkpoint needs a task that acknowledges it.', {
      checkpointId: start.checkpointId,
    });
    this.start = start;
    this.#waitingFor = new Set(start.plan.tasksToWaitFor.map(subtaskKey));
  }

  get checkpointId(): number {
    return this.start.checkpointId;
  }

  get stage(): PendingStage {
    return this.#stage;
  }

  get location(): string | null {
    return this.#location;
  }

  get coordinatorStates(): Readonly<Record<string, JsonValue>> {
    return this.#coordinatorStates;
  }

  /** Set from ACKNOWLEDGED on. */
  get manifest(): SnapshotManifest | null {
    return this.#manifest;
  }

  get acknowledgements(): ReadonlyMap<string, SubtaskAcknowledged> {
    return this.#acknowledged;
  }

  get isFullyAcknowledged(): boolean {
    return this.#acknowledged.size === this.#waitingFor.size;
  }

  /** Whether tasks may have heard of it. */
  get isTriggered(): boolean {
    return this.#stage === 'TASKS' || this.#stage === 'ACKNOWLEDGED' || this.#stage === 'PUBLISHING';
  }

  onLocation(location: string): void {
    this.#expectStage('PREPARING');
    this.#location = location;
    this.#stage = 'COORDINATOR_STATE';
  }

  onCoordinatorStates(states: Readonly<Record<string, JsonValue>>): void {
    this.#expectStage('COORDINATOR_STATE');
    this.#coordinatorStates = states;
    this.#stage = 'TASKS';
  }

  acknowledge(acknowledgement: SubtaskAcknowledged): 'ACCEPTED' | 'DUPLICATE' | 'UNKNOWN_TASK' {
    const key = subtaskKey(acknowledgement.task);
    if (!this.#waitingFor.has(key)) return 'UNKNOWN_TASK';
    if (this.#acknowledged.has(key)) return 'DUPLICATE';
    this.#expectStage('TASKS');
    this.#acknowledged.set(key, acknowledgement);
    return 'ACCEPTED';
  }

  onFullyAcknowledged(manifest: SnapshotManifest): void {
    this.#expectStage('TASKS');
    this.#manifest = manifest;
    this.#stage = 'ACKNOWLEDGED';
  }

  onPublishing(): void {
    this.#expectStage('ACKNOWLEDGED');
    this.#stage = 'PUBLISHING';
  }

  /** Whether it still needs an acknowledgement of this task. */
  isWaitingFor(task: SubtaskRef): boolean {
    const key = subtaskKey(task);
    return this.#waitingFor.has(key) && !this.#acknowledged.has(key);
  }

  /** Files that its acknowledgements name. */
  get files(): readonly StateFile[] {
    return [...this.#acknowledged.values()].flatMap((acknowledgement) =>
      acknowledgement.operators.flatMap((operator) => filesOf(operator.state)),
    );
  }

  #expectStage(stage: PendingStage): void {
    invariant(this.#stage === stage, 'A pending checkpoint is at another stage.', {
      checkpointId: this.checkpointId,
      stage: this.#stage,
      expected: stage,
    });
  }
}
