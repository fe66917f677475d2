import { invariant } from '@weir/kernel';
import { emptySubtaskState, type OperatorSubtaskState } from '@weir/engine-core';
import { CheckpointCoordinator } from '../coordinator/checkpoint-coordinator.ts';
import { defaultCoordinatorConfig, type CoordinatorConfig } from '../coordinator/coordinator-config.ts';
import type { CoordinatorEffect } from '../coordinator/coordinator-effect.ts';
import type {
  AttemptStarted,
  CheckpointRequest,
  CoordinatorEvent,
  SubtaskAcknowledged,
  SubtaskDeclined,
} from '../coordinator/coordinator-event.ts';
import { subtasksOf, type JobTopology, type SubtaskRef } from '../plan/job-topology.ts';
import { twoTasks } from './topologies.ts';

export const jobId = 'job-1';

type Kind = CoordinatorEffect['kind'];
type EffectOf<K extends Kind> = Extract<CoordinatorEffect, { kind: K }>;

export interface WorldOptions {
  readonly config?: Partial<CoordinatorConfig>;
  readonly topology?: JobTopology;
  readonly attempt?: Partial<AttemptStarted>;
  /** By default the storage answers at once; MANUAL leaves the answers to the test. */
  readonly storage?: 'AT_ONCE' | 'MANUAL';
}

export const manualCheckpoint = {
  kind: 'CHECKPOINT',
  trigger: 'MANUAL',
  type: 'CONFIGURED',
} as const satisfies CheckpointRequest;
export const savepoint = { kind: 'SAVEPOINT', trigger: 'MANUAL', directory: null } as const satisfies CheckpointRequest;
export const stopSavepoint = { kind: 'STOP', isDraining: false, directory: null } as const satisfies CheckpointRequest;

/** A coordinator with a storage that answers at once and tasks that do what the test says. Time stands still between advances. */
export class CoordinatorWorld {
  readonly coordinator: CheckpointCoordinator;
  readonly topology: JobTopology;
  readonly #isStorageManual: boolean;
  readonly #effects: CoordinatorEffect[] = [];
  #now = 1_000;
  #uuid = 0;
  #requests = 0;

  constructor({ config = {}, topology = twoTasks, attempt = {}, storage = 'AT_ONCE' }: WorldOptions = {}) {
    this.topology = topology;
    this.#isStorageManual = storage === 'MANUAL';
    this.coordinator = new CheckpointCoordinator({
      identity: { jobId, runId: 'run-1', specDigest: 'spec', maxParallelism: 128 },
      config: { ...defaultCoordinatorConfig, ...config },
      firstCheckpointId: 1,
    });
    this.tell({ kind: 'attempt-started', epoch: 1, topology, restoredFrom: null, recovered: null, ...attempt });
  }

  get now(): number {
    return this.#now;
  }

  get tasks(): readonly SubtaskRef[] {
    return this.topology.vertices.flatMap(subtasksOf);
  }

  run(): this {
    this.tell({ kind: 'tasks-running', random: 0 });
    return this;
  }

  advance(ms: number): this {
    this.#now += ms;
    return this;
  }

  /** Tells an event and returns what came of it, the storage's answers included. */
  tell(event: CoordinatorEvent): readonly CoordinatorEffect[] {
    const facts = {
      now: this.#now,
      wallTime: 1_700_000_000_000 + this.#now,
      ids: { uuid: () => `snapshot-${(this.#uuid += 1)}` },
    };
    const effects = [...this.coordinator.step(event, facts)];
    this.#effects.push(...effects);
    for (const effect of [...effects]) {
      if (this.#isStorageManual) continue;
      if (effect.kind === 'prepare-location') effects.push(...this.prepare(effect.checkpointId));
      if (effect.kind === 'publish-manifest') effects.push(...this.publish(effect.checkpointId));
      if (effect.kind === 'discard-snapshot')
        effects.push(...this.tell({ kind: 'snapshot-discarded', checkpointId: effect.checkpointId }));
    }
    return effects;
  }

  /** All effects since the beginning. */
  get log(): readonly CoordinatorEffect[] {
    return this.#effects;
  }

  /** All effects of a kind since the beginning. */
  all<K extends Kind>(kind: K): readonly EffectOf<K>[] {
    return this.#effects.filter((effect): effect is EffectOf<K> => effect.kind === kind);
  }

  request(request: CheckpointRequest): string {
    const requestId = `request-${(this.#requests += 1)}`;
    this.tell({ kind: 'request-received', requestId, request });
    return requestId;
  }

  /** Starts a checkpoint by hand and returns its id. */
  trigger(request: CheckpointRequest = manualCheckpoint): number {
    const before = this.all('prepare-location').length;
    this.request(request);
    const started = this.all('prepare-location')[before];
    invariant(started !== undefined, 'The request started no checkpoint.', { request: request.kind });
    return started.checkpointId;
  }

  prepare(checkpointId: number): readonly CoordinatorEffect[] {
    return this.tell({ kind: 'location-prepared', checkpointId, location: locationOf(checkpointId) });
  }

  publish(checkpointId: number): readonly CoordinatorEffect[] {
    return this.tell({ kind: 'manifest-published', checkpointId, path: locationOf(checkpointId) });
  }

  /** The task acknowledges with this state for the first operator of its chain. */
  acknowledge(
    checkpointId: number,
    task: SubtaskRef,
    change: Partial<SubtaskAcknowledged> & { readonly state?: OperatorSubtaskState } = {},
  ): readonly CoordinatorEffect[] {
    const { state = emptySubtaskState, ...rest } = change;
    const vertex = this.topology.vertices.find((candidate) => candidate.id === task.vertex);
    return this.tell({
      kind: 'subtask-acknowledged',
      origin: { jobId, epoch: 1 },
      checkpointId,
      task,
      location: locationOf(checkpointId),
      lifecycle: 'RUNNING',
      timings: {
        startDelay: 1,
        alignmentDuration: 2,
        syncDuration: 3,
        asyncDuration: 4,
        ackTimestamp: 1_700_000_000_000 + this.#now,
        checkpointedSize: 10,
        stateSize: 20,
        processedData: 30,
        channels: [],
      },
      operators: (vertex?.operators ?? []).map(({ uid }, index) => ({
        uid,
        state: index === 0 ? state : emptySubtaskState,
        checkpointedSize: index === 0 ? 10 : 0,
        stateSize: index === 0 ? 20 : 0,
      })),
      ...rest,
    });
  }

  acknowledgeAll(checkpointId: number): void {
    for (const task of this.tasks) this.acknowledge(checkpointId, task);
  }

  /** Triggers, acknowledges and publishes. */
  complete(request: CheckpointRequest = manualCheckpoint): number {
    const checkpointId = this.trigger(request);
    this.acknowledgeAll(checkpointId);
    return checkpointId;
  }

  decline(checkpointId: number, task: SubtaskRef, change: Partial<SubtaskDeclined> = {}): readonly CoordinatorEffect[] {
    return this.tell({
      kind: 'subtask-declined',
      origin: { jobId, epoch: 1 },
      checkpointId,
      task,
      reason: 'CHECKPOINT_DECLINED',
      message: 'no',
      ...change,
    });
  }

  expire(checkpointId: number): readonly CoordinatorEffect[] {
    return this.tell({ kind: 'expiry-timer-fired', checkpointId });
  }

  get retainedIds(): readonly number[] {
    return this.coordinator.retained.map((checkpoint) => checkpoint.checkpointId);
  }
}

export function locationOf(checkpointId: number): string {
  return `/root/epoch-1/chk-${checkpointId}`;
}

export function taskOf(vertex: string, subtask = 0): SubtaskRef {
  return { vertex, subtask };
}
