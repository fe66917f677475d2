import { FilesystemFileStore, FilesystemStorage } from '@weir/checkpoint-storage';
import { MemoryFileSystem } from '@weir/engine-core/file-system';
import { defaultTaskSettings, JobMaster, type OperatorCatalog, type TaskSettings } from '@weir/engine-execution';
import { InProcessThreads, VirtualWorld } from '@weir/engine-execution/testing';
import { analyzeJob, type AnalyzedJob } from '@weir/job-spec';
import { silentLogger, trusted, trustedNumber, type Epoch, type JobId, type RunId } from '@weir/kernel';
import { hashmapStateBackend } from '@weir/state-hashmap';
import type { AttemptOrigin, AttemptFailure, CheckpointRecord, RestoreRequest, RunState } from '@weir/run-contract';

const jobId = trusted<JobId>('11111111-1111-4111-8111-111111111111');

/** What a run told its listener. */
export interface ToldRun {
  readonly states: RunState[];
  readonly attempts: { readonly epoch: number; readonly restoredFrom: AttemptOrigin | null }[];
  /** Epochs of attempts that have ended. */
  readonly ended: number[];
  readonly failures: AttemptFailure[];
  readonly checkpoints: Map<number, CheckpointRecord>;
  readonly discarded: number[];
}

/** The whole engine in one thread under virtual time, with files in memory that outlive its runs. */
export class VirtualEngine {
  readonly world = new VirtualWorld();
  readonly files = new MemoryFileSystem();
  readonly storage = new FilesystemStorage({
    root: '/snap',
    allowedRoots: ['/elsewhere'],
    fileSystem: this.files,
    ids: this.world.ids,
  });
  readonly threads: InProcessThreads;
  /** Stands between an attempt and its epoch: may wait, or throw. */
  beforeEpoch: () => Promise<void> = () => Promise.resolve();
  #epoch = 0;
  #runs = 0;

  constructor(catalog: OperatorCatalog) {
    const backend = hashmapStateBackend({ yieldToLoop: () => new Promise((resolve) => this.world.soon(resolve)) });
    this.threads = new InProcessThreads({
      world: this.world,
      logger: silentLogger,
      composition: {
        catalog,
        stateBackends: new Map([[backend.type, backend]]),
        files: new FilesystemFileStore({ fileSystem: this.files, ids: this.world.ids, inlineBytesMax: 256 }),
        openReader: (path) => this.storage.openReader(path),
      },
    });
  }

  start(
    job: AnalyzedJob,
    options: {
      readonly restore?: RestoreRequest;
      readonly firstCheckpointId?: number;
      readonly settings?: Partial<TaskSettings>;
    } = {},
  ): { readonly master: JobMaster; readonly told: ToldRun } {
    const told: ToldRun = { states: [], attempts: [], ended: [], failures: [], checkpoints: new Map(), discarded: [] };
    this.#runs += 1;
    const master = new JobMaster(
      {
        jobId,
        runId: trusted<RunId>(`22222222-2222-4222-8222-${String(this.#runs).padStart(12, '0')}`),
        job,
        specDigest: 'digest',
        firstCheckpointId: options.firstCheckpointId ?? 1,
        restore: options.restore ?? null,
        threadsMax: 2,
        settings: { ...defaultTaskSettings, batchRows: 16, channelCredits: 2, roundsPerSlice: 1, ...options.settings },
      },
      {
        clock: this.world.clock,
        timers: this.world.timers,
        random: this.world.random,
        ids: this.world.ids,
        logger: silentLogger,
        storage: this.storage,
        spawner: this.threads,
        epochs: {
          acquire: async () => {
            await this.beforeEpoch();
            return trustedNumber<Epoch>((this.#epoch += 1));
          },
          confirmEnd: () => Promise.resolve(true),
        },
      },
      {
        onState: (state) => told.states.push(state),
        onAttemptStarted: ({ epoch, restoredFrom }) => told.attempts.push({ epoch, restoredFrom }),
        onAttemptEnded: (epoch, _timestamp, failure) => {
          told.ended.push(epoch);
          if (failure !== null) told.failures.push(failure);
        },
        onCheckpoint: (record) => told.checkpoints.set(record.id, record),
        onCheckpointDiscarded: (id) => told.discarded.push(id),
      },
    );
    return { master, told };
  }

  /** Runs the world until the promise has settled. */
  async settle<Result>(promise: Promise<Result>): Promise<Result> {
    let isSettled = false;
    const settled = (): void => {
      isSettled = true;
    };
    promise.then(settled, settled);
    await this.world.runUntil(() => isSettled, { actionsMax: 400_000 });
    return promise;
  }
}

/** A job of valid operators, analysed. */
export function analyzedJob(spec: {
  readonly parallelism?: number;
  readonly checkpointing?: object;
  readonly restartStrategy?: object;
  readonly operators: readonly object[];
}): AnalyzedJob {
  const analysis = analyzeJob({ name: 'test', ...spec });
  if (!analysis.ok) throw new Error(JSON.stringify(analysis.diagnostics));
  return analysis.job;
}
