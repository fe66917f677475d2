import type { AttemptStarted, CompletedCheckpoint } from '@weir/engine-checkpoint';
import type { AttemptStorage } from '@weir/engine-core';
import type { AttemptOrigin } from '@weir/run-contract';
import { PlatformError, messageOf, type Epoch } from '@weir/kernel';
import { EngineError } from '../engine-error.ts';
import { planExecution, type ExecutionPlan } from '../plan/execution-plan.ts';
import type { JobGraph } from '../plan/job-graph.ts';
import type { ThreadDeployment, ThreadRestore } from '../thread/host-to-thread.ts';
import { assignRestoredState, findRestorePoint, type RestorePoint, type StateAssignment } from './restore-point.ts';
import type { RunOptions, RunPorts } from './run-ports.ts';
import { topologyOf } from './topology-of.ts';

/** Waits between two tries while the store of epochs is away. */
const epochRetryMs = 1_000;

/** Everything an attempt is started with. */
export interface PreparedAttempt {
  readonly epoch: Epoch;
  readonly storage: AttemptStorage;
  readonly plan: ExecutionPlan;
  readonly started: AttemptStarted;
  readonly restoredFrom: AttemptOrigin | null;
  readonly deploymentOf: (thread: number) => ThreadDeployment;
}

export interface AttemptFacts {
  readonly isFirstAttempt: boolean;
  readonly known: CompletedCheckpoint | null;
  /** Aborted: the run was cancelled or suspended meanwhile. */
  readonly signal: AbortSignal;
}

/**
 * Makes an attempt ready to deploy, in the order that keeps stale attempts out: its epoch, then the storage fenced with it,
 * then what it restores, read behind the fence.
 */
export class AttemptStarter {
  readonly #ports: RunPorts;
  readonly #options: RunOptions;
  readonly #graph: JobGraph;

  constructor(ports: RunPorts, options: RunOptions, graph: JobGraph) {
    this.#ports = ports;
    this.#options = options;
    this.#graph = graph;
  }

  /** Acquires the epoch; tries again for as long as its store is away. Throws EPOCH_REFUSED when another owner has the run. */
  async acquireEpoch(signal: AbortSignal): Promise<Epoch> {
    for (;;) {
      signal.throwIfAborted();
      try {
        return await this.#ports.epochs.acquire();
      } catch (cause) {
        const isRetryable = cause instanceof PlatformError && cause.retryable;
        if (!isRetryable)
          throw new EngineError('EPOCH_REFUSED', `No epoch for this attempt: ${messageOf(cause)}`, { cause });
        this.#ports.logger.log('warn', 'The epoch of an attempt could not be acquired; trying again.', {
          error: messageOf(cause),
        });
        await this.#pause(epochRetryMs);
      }
    }
  }

  async prepare(epoch: Epoch, facts: AttemptFacts): Promise<PreparedAttempt> {
    const { jobId, runId, restore, job, threadsMax } = this.#options;
    const storage = await this.#openStorage(epoch);
    facts.signal.throwIfAborted();
    const point = await this.#findRestorePoint({
      storage: this.#ports.storage,
      jobId,
      runId,
      requested: restore,
      ...facts,
    });
    facts.signal.throwIfAborted();
    const assignment = this.#assign(point);
    const topology = topologyOf(job, this.#graph, assignment.maxParallelism);
    const plan = planExecution(this.#graph, threadsMax);
    const { restored, recovered } = point;
    return {
      epoch,
      storage,
      plan,
      started: { kind: 'attempt-started', epoch, topology, restoredFrom: restored, recovered },
      restoredFrom: restoredFromOf(point),
      deploymentOf: (thread) => this.#deployment(thread, { epoch, plan, point, assignment }),
    };
  }

  async #openStorage(epoch: Epoch): Promise<AttemptStorage> {
    try {
      return await this.#ports.storage.openAttempt(this.#options.jobId, epoch);
    } catch (cause) {
      const isFenced = cause instanceof PlatformError && cause.code === 'FENCED';
      const code = isFenced ? 'EPOCH_REFUSED' : 'STORAGE_UNAVAILABLE';
      throw new EngineError(code, `The checkpoint storage cannot be opened: ${messageOf(cause)}`, { cause });
    }
  }

  async #findRestorePoint(facts: Parameters<typeof findRestorePoint>[0]): Promise<RestorePoint> {
    try {
      return await findRestorePoint(facts);
    } catch (cause) {
      const isRetryable = cause instanceof PlatformError && cause.retryable;
      throw new EngineError(
        isRetryable ? 'STORAGE_UNAVAILABLE' : 'RESTORE_FAILED',
        `No snapshot to restore: ${messageOf(cause)}`,
        { cause },
      );
    }
  }

  #assign({ restored }: RestorePoint): StateAssignment {
    if (restored === null) return { maxParallelism: new Map(), operators: [] };
    const { job, restore, declaredStates = new Map() } = this.#options;
    return assignRestoredState({
      restored,
      job,
      graph: this.#graph,
      declared: declaredStates,
      allowNonRestoredState: restore?.allowNonRestoredState ?? false,
    });
  }

  #deployment(
    thread: number,
    attempt: {
      readonly epoch: Epoch;
      readonly plan: ExecutionPlan;
      readonly point: RestorePoint;
      readonly assignment: StateAssignment;
    },
  ): ThreadDeployment {
    const { jobId, runId, job, settings } = this.#options;
    const { epoch, plan, point, assignment } = attempt;
    const { maxParallelism } = assignment;
    const restore = restoreOf(thread, plan, { point, assignment, graph: this.#graph });
    return { jobId, runId, epoch, thread, job, graph: this.#graph, plan, maxParallelism, restore, settings };
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#ports.timers.schedule(delayMs, resolve);
    });
  }
}

/** The part of the restored state that belongs to the thread's subtasks. */
function restoreOf(
  thread: number,
  plan: ExecutionPlan,
  {
    point,
    assignment,
    graph,
  }: { readonly point: RestorePoint; readonly assignment: StateAssignment; readonly graph: JobGraph },
): ThreadRestore | null {
  if (point.restored === null) return null;
  const { path, checkpointId } = point.restored.checkpoint;
  const own = new Set<string>();
  for (const { vertex, index, thread: home } of plan.subtasks) {
    if (home !== thread) continue;
    for (const uid of graph.vertices.find(({ id }) => id === vertex)?.operators ?? []) own.add(`${uid}#${index}`);
  }
  const operators = assignment.operators.filter(({ uid, subtask }) => own.has(`${uid}#${subtask}`));
  return { snapshotPath: path, checkpointId, operators };
}

function restoredFromOf({ restored }: RestorePoint): AttemptOrigin | null {
  if (restored === null) return null;
  const { checkpointId, path, kind } = restored.checkpoint;
  return { checkpointId, path, isSavepoint: kind === 'SAVEPOINT' };
}
