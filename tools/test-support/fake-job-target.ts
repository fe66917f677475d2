import { randomUUID } from 'node:crypto';
import {
  JobTargetError,
  type AttemptFailure,
  type CheckpointRecord,
  type DamagedSnapshot,
  type JobTarget,
  type OutputRow,
  type RestorePlan,
  type RestorePlanRequest,
  type RunEnd,
  type RunHandle,
  type RunMetrics,
  type RunObserver,
  type RunRequest,
  type RunState,
  type SnapshotDescription,
  type SnapshotListing,
} from '@weir/run-contract';

/** Snapshots of all fake targets that share it: a disk that survives the process. */
export class FakeStorage {
  readonly snapshots = new Map<string, SnapshotDescription>();
  readonly damaged: DamagedSnapshot[] = [];
  readonly deletedJobs: string[] = [];
  /** Why nothing can be deleted. */
  stuck: string | null = null;
}

/** A target that runs nothing: it tells the story of a run without rows, so that the control plane can be tested alone. */
export class FakeJobTarget implements JobTarget {
  readonly name = 'fake';
  readonly runs = new Map<string, FakeRun>();
  readonly storage: FakeStorage;
  /** What the next launch does instead of taking the run. */
  refuseNext: JobTargetError | null = null;

  constructor(storage: FakeStorage = new FakeStorage()) {
    this.storage = storage;
  }

  launch(request: RunRequest, observer: RunObserver): Promise<RunHandle> {
    if (this.refuseNext !== null) {
      const refusal = this.refuseNext;
      this.refuseNext = null;
      return Promise.reject(refusal);
    }
    const run = new FakeRun(request, observer, this.storage);
    this.runs.set(request.runId, run);
    void run.begin();
    return Promise.resolve(run);
  }

  describeSnapshot(path: string): Promise<SnapshotDescription> {
    if (!path.startsWith('/snapshots'))
      return Promise.reject(new JobTargetError('PATH_NOT_ALLOWED', `${path} lies outside every snapshot root.`));
    const found = this.storage.snapshots.get(path);
    return found === undefined
      ? Promise.reject(new JobTargetError('SNAPSHOT_NOT_FOUND', `There is no snapshot at ${path}.`))
      : Promise.resolve(found);
  }

  /** Judges by uids, and by the key groups that the snapshot has. */
  async planRestore({ path, spec, parallelism }: RestorePlanRequest): Promise<RestorePlan> {
    const snapshot = await this.describeSnapshot(path);
    const uids = new Set(spec.operators.map(({ uid }) => uid));
    const wanted = parallelism ?? spec.parallelism;
    const lost = snapshot.operators.filter(({ uid, stateSize }) => stateSize > 0 && !uids.has(uid));
    const isTooWide = wanted > snapshot.maxParallelism;
    return {
      verdict: isTooWide ? 'REFUSED' : lost.length > 0 ? 'LOSES_STATE' : 'OK',
      reasons: [
        ...(isTooWide
          ? [
              {
                code: 'PARALLELISM_TOO_HIGH' as const,
                uid: null,
                message: `More than ${snapshot.maxParallelism} key groups.`,
              },
            ]
          : []),
        ...lost.map(({ uid }) => ({
          code: 'STATE_NOT_MAPPED' as const,
          uid,
          message: `The job has no operator ${uid}.`,
        })),
      ],
      snapshot,
      operators: [],
    };
  }

  deleteSnapshot(path: string): Promise<void> {
    if (this.storage.stuck !== null) return Promise.reject(new Error(this.storage.stuck));
    this.storage.snapshots.delete(path);
    return Promise.resolve();
  }

  deleteJob(jobId: string): Promise<void> {
    if (this.storage.stuck !== null) return Promise.reject(new Error(this.storage.stuck));
    this.storage.deletedJobs.push(jobId);
    return Promise.resolve();
  }

  listSnapshots(jobId: string): Promise<SnapshotListing> {
    const { snapshots, damaged } = this.storage;
    return Promise.resolve({
      readable: [...snapshots.values()]
        .filter((one) => one.jobId === jobId)
        .sort((a, b) => b.checkpointId - a.checkpointId),
      damaged: [...damaged],
    });
  }

  /** As if the process died: nothing is told any more. */
  crash(): void {
    for (const run of this.runs.values()) run.crash();
  }
}

export class FakeRun implements RunHandle {
  state: RunState = 'INITIALIZING';
  readonly ended: Promise<RunEnd>;
  readonly request: RunRequest;
  readonly #observer: RunObserver;
  readonly #storage: FakeStorage;
  #resolveEnded: (end: RunEnd) => void = () => undefined;
  #nextId: number;
  #epoch = 0;
  #isDead = false;
  #hasEnded = false;
  readonly printed: OutputRow[] = [];
  /** What the next checkpoint does instead of completing. */
  failNextSnapshot: string | null = null;
  /** Of the checkpoints that fail so. */
  failureReason = 'CHECKPOINT_EXPIRED';

  constructor(request: RunRequest, observer: RunObserver, storage: FakeStorage) {
    this.request = request;
    this.#observer = observer;
    this.#storage = storage;
    this.#nextId = request.firstCheckpointId;
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
  }

  async begin(): Promise<void> {
    this.#tell('INITIALIZING');
    await this.#attempt(this.request.restore?.path ?? null);
  }

  async #attempt(path: string | null): Promise<void> {
    try {
      this.#epoch = await this.request.epochs.acquire();
    } catch {
      this.#end('FAILED', failureOf('RUN_LOST', 'Another host has the run.'));
      return;
    }
    if (this.#isDead || this.#hasEnded) return;
    const snapshot = path === null ? undefined : this.#storage.snapshots.get(path);
    this.#observer.onAttemptStarted({
      epoch: this.#epoch,
      startedAt: Date.now(),
      restoredFrom:
        snapshot === undefined
          ? null
          : { checkpointId: snapshot.checkpointId, path: snapshot.path, isSavepoint: snapshot.kind === 'SAVEPOINT' },
    });
    this.#tell('RUNNING');
  }

  /** Fails the attempt and restarts from the latest snapshot. */
  async fail(message: string): Promise<void> {
    this.failUntil(message, Date.now());
    const own = [...this.#storage.snapshots.values()].filter((one) => one.runId === this.request.runId).at(-1);
    await this.#attempt(own?.path ?? null);
  }

  /** Fails the attempt; the next one is to begin then, and does not by itself. */
  failUntil(message: string, nextAttemptAt: number): void {
    this.#tell('FAILING');
    this.#observer.onAttemptEnded(this.#epoch, Date.now(), failureOf('OPERATOR_FAILED', message));
    this.#tell('RESTARTING', nextAttemptAt);
  }

  /** The sources are at their end. */
  finish(): void {
    this.#end('FINISHED', null);
  }

  /** The run fails for good. */
  collapse(message: string): void {
    this.#end('FAILED', failureOf('OPERATOR_FAILED', message));
  }

  crash(): void {
    this.#isDead = true;
  }

  print(row: Readonly<Record<string, unknown>>): void {
    this.printed.push({ sequence: this.printed.length, operator: 'out', subtask: 0, timestamp: Date.now(), row });
  }

  triggerCheckpoint(): Promise<CheckpointRecord> {
    return this.#snapshot('CHECKPOINT', 'MANUAL');
  }

  /** As the coordinator does each interval. */
  tick(): Promise<CheckpointRecord> {
    return this.#snapshot('CHECKPOINT', 'PERIODIC');
  }

  /** A checkpoint or savepoint that is triggered and never ends. */
  hang(kind: CheckpointRecord['kind'] = 'CHECKPOINT'): void {
    this.#tellCheckpoint(this.#record(kind, kind === 'CHECKPOINT' ? 'PERIODIC' : 'MANUAL'));
  }

  triggerSavepoint(): Promise<CheckpointRecord> {
    return this.#snapshot('SAVEPOINT', 'MANUAL');
  }

  async stop(): Promise<CheckpointRecord> {
    const record = await this.#snapshot('SAVEPOINT', 'STOP');
    this.#end('FINISHED', null);
    return record;
  }

  async suspend(timeoutMs: number): Promise<void> {
    if (timeoutMs > 0 && !this.#hasEnded && !this.#isDead) await this.tick();
    this.#end('SUSPENDED', null);
  }

  cancel(): Promise<void> {
    if (!this.#hasEnded) this.#tell('CANCELLING');
    this.#end('CANCELED', null);
    return Promise.resolve();
  }

  metrics(): RunMetrics {
    return {
      timestamp: Date.now(),
      recordsIn: 10,
      recordsOut: 20,
      operators: this.request.spec.operators.map((operator) => ({
        uid: operator.uid,
        name: operator.uid,
        type: operator.type,
        parallelism: 1,
        vertex: 'v1',
        inputs: [],
        recordsIn: 10,
        recordsOut: 20,
        recordsInPerSecond: 1,
        recordsOutPerSecond: 2,
        busyRatio: 0.5,
        backPressuredRatio: 0.25,
        idleRatio: 0.25,
      })),
    };
  }

  output(after: number, limit: number): readonly OutputRow[] {
    return this.printed.filter((row) => row.sequence > after).slice(0, limit);
  }

  async #snapshot(kind: CheckpointRecord['kind'], trigger: CheckpointRecord['trigger']): Promise<CheckpointRecord> {
    if (this.state !== 'RUNNING') throw new JobTargetError('RUN_NOT_RUNNING', `The run is ${this.state}.`);
    const record = this.#record(kind, trigger);
    this.#tellCheckpoint(record);
    if (this.failNextSnapshot !== null) {
      const failureMessage = this.failNextSnapshot;
      this.failNextSnapshot = null;
      this.#tellCheckpoint({ ...record, status: 'FAILED', failureReason: this.failureReason, failureMessage });
      throw new JobTargetError('SNAPSHOT_FAILED', failureMessage);
    }
    await Promise.resolve();
    const completed = this.#complete(record);
    this.#tellCheckpoint(completed);
    return completed;
  }

  #record(kind: CheckpointRecord['kind'], trigger: CheckpointRecord['trigger']): CheckpointRecord {
    const id = this.#nextId;
    this.#nextId += 1;
    return {
      id,
      snapshotId: randomUUID(),
      epoch: this.#epoch,
      status: 'IN_PROGRESS',
      kind,
      trigger,
      incremental: false,
      triggerTimestamp: Date.now(),
      latestAckTimestamp: null,
      endToEndDuration: null,
      checkpointedSize: 0,
      stateSize: 0,
      processedData: 0,
      numSubtasks: 1,
      numAcknowledgedSubtasks: 0,
      externalPath: null,
      failureReason: null,
      failureMessage: null,
      operators: [],
    };
  }

  #complete(record: CheckpointRecord): CheckpointRecord {
    const folder =
      record.kind === 'SAVEPOINT'
        ? `savepoint-${record.snapshotId.slice(0, 6)}`
        : `epoch-${record.epoch}/chk-${record.id}`;
    const path = `/snapshots/${this.request.jobId}/${folder}`;
    const uid = this.request.spec.operators[0]?.uid ?? 'source';
    this.#storage.snapshots.set(path, {
      path,
      snapshotId: record.snapshotId,
      jobId: this.request.jobId,
      runId: this.request.runId,
      epoch: record.epoch,
      checkpointId: record.id,
      kind: record.kind,
      triggerTimestamp: record.triggerTimestamp,
      stateSize: 100,
      maxParallelism: 128,
      operators: [{ uid, name: uid, parallelism: 1, stateSize: 100 }],
    });
    const now = Date.now();
    return {
      ...record,
      status: 'COMPLETED',
      latestAckTimestamp: now,
      endToEndDuration: now - record.triggerTimestamp,
      checkpointedSize: 100,
      stateSize: 100,
      numAcknowledgedSubtasks: 1,
      externalPath: path,
      operators: [{ uid, name: uid, parallelism: 1, subtasks: [acknowledged(now)] }],
    };
  }

  #tell(state: RunState, nextAttemptAt: number | null = null): void {
    this.state = state;
    if (!this.#isDead) this.#observer.onState(state, Date.now(), nextAttemptAt);
  }

  #tellCheckpoint(record: CheckpointRecord): void {
    if (!this.#isDead) this.#observer.onCheckpoint(record);
  }

  #end(state: RunEnd['state'], failure: AttemptFailure | null): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    if (this.#isDead) return;
    this.#observer.onAttemptEnded(this.#epoch, Date.now(), failure);
    this.#tell(state);
    this.#resolveEnded({ state, failure, endedAt: Date.now() });
  }
}

function acknowledged(now: number): CheckpointRecord['operators'][number]['subtasks'][number] {
  return {
    index: 0,
    ackTimestamp: now,
    endToEndDuration: 3,
    startDelay: 1,
    alignmentDuration: 0,
    syncDuration: 1,
    asyncDuration: 1,
    checkpointedSize: 100,
    stateSize: 100,
    processedData: 0,
    channels: [],
  };
}

function failureOf(code: string, message: string): AttemptFailure {
  return { timestamp: Date.now(), code, message, stack: null, operatorUid: 'lines', subtask: 0 };
}
