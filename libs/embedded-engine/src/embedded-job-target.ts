import { availableParallelism } from 'node:os';
import { isAbsolute, resolve } from 'node:path';
import { FilesystemStorage, inlineBytesOf } from '@weir/checkpoint-storage';
import { createConnectors, nodeConnect, type SpecialAddress } from '@weir/connectors';
import { snapshotFolderOf, type DeclaredStates } from '@weir/engine-core';
import { nodeFileSystem } from '@weir/engine-core/file-system';
import {
  buildJobGraph,
  defaultTaskSettings,
  graphOperatorsOf,
  JobMaster,
  nodeClock,
  nodeIds,
  nodeRandom,
  nodeTimers,
  NodeThreadSpawner,
  planJobRestore,
  type TaskSettings,
} from '@weir/engine-execution';
import { pruneColumns } from '@weir/engine-transforms';
import { analyzeJob, type AnalyzedJob } from '@weir/job-spec';
import {
  JobTargetError,
  type JobTarget,
  type RestorePlan,
  type RestorePlanRequest,
  type RunHandle,
  type RunObserver,
  type RunRequest,
  type SnapshotDescription,
  type SnapshotListing,
} from '@weir/run-contract';
import { invariant, isInside, silentLogger, trusted, type JobId, type Logger } from '@weir/kernel';
import { ConnectorCatalog } from './connector-catalog.ts';
import { asTargetError, describeManifest } from './describe-snapshot.ts';
import { failpointFileSystem } from './failpoints/failpoint-file-system.ts';
import { failpointEpochs, failpointSpawner } from './failpoints/failpoint-messages.ts';
import type { Failpoints } from './failpoints/failpoints.ts';
import { nodeFailpoints } from './failpoints/node-failpoints.ts';
import { EmbeddedRun, observeRecords } from './embedded-run.ts';
import { specDigestOf } from './spec-digest.ts';
import { threadEntryUrl } from './thread-entry-url.ts';
import type { ThreadSettings } from './thread-settings.ts';

export interface EmbeddedJobTargetOptions {
  /** Absolute folder of snapshots; a job's relative `checkpointStorage.path` lies in it. */
  readonly snapshotRoot: string;
  /** Absolute folders, besides, that snapshots may be read from and written to. */
  readonly allowedRoots: readonly string[];
  /** Absolute folder that `file` operators may touch. */
  readonly filesRoot: string;
  /** Special addresses that `socket-text` may reach; by default none. */
  readonly socketAllow?: readonly SpecialAddress[];
  /** Threads of one run at most; by default one for each core. */
  readonly threads?: number;
  /** Runs at a time at most; by default no limit. */
  readonly runsMax?: number;
  readonly logger?: Logger;
  /** For tests and measurements: tiny batches, few credits. */
  readonly taskSettings?: Partial<TaskSettings>;
  /** For tests of recovery: the step at which this process dies, `name@before#n` (see failpoints/). */
  readonly failpoint?: string;
}

/** The engine inside this process, as the platform's target of runs. */
export function createEmbeddedJobTarget(options: EmbeddedJobTargetOptions): JobTarget {
  return new EmbeddedJobTarget(options);
}

class EmbeddedJobTarget implements JobTarget {
  readonly name = 'embedded';
  readonly #options: EmbeddedJobTargetOptions;
  readonly #runs = new Set<RunHandle>();
  readonly #failpoints: Failpoints | null;
  readonly #logger: Logger;
  /** Asked for what operators remember; nothing runs in this thread. */
  readonly #catalog: ConnectorCatalog;

  constructor(options: EmbeddedJobTargetOptions) {
    for (const root of [options.snapshotRoot, options.filesRoot, ...options.allowedRoots]) {
      invariant(isAbsolute(root), 'Roots are absolute paths.', { root });
    }
    this.#options = options;
    const { filesRoot } = options;
    this.#catalog = new ConnectorCatalog(
      createConnectors({ connect: nodeConnect({ allowed: [] }), fileSystem: nodeFileSystem, filesRoot }),
    );
    this.#logger = options.logger ?? silentLogger;
    this.#failpoints = nodeFailpoints(options.failpoint);
  }

  launch(request: RunRequest, observer: RunObserver): Promise<RunHandle> {
    const { runsMax = Infinity } = this.#options;
    if (this.#runs.size >= runsMax) {
      return Promise.reject(
        new JobTargetError(
          'NO_CAPACITY',
          `${this.#runs.size} runs are under way, and no more than ${runsMax} are allowed.`,
        ),
      );
    }
    try {
      const run = this.#start(request, observer);
      this.#runs.add(run);
      void run.ended.then(() => this.#runs.delete(run));
      return Promise.resolve(run);
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  async describeSnapshot(path: string): Promise<SnapshotDescription> {
    try {
      const manifest = await this.#storage(this.#options.snapshotRoot).readManifest(path);
      return describeManifest(snapshotFolderOf(path), manifest);
    } catch (error) {
      throw asTargetError(error, path);
    }
  }

  async planRestore({ path, spec, parallelism }: RestorePlanRequest): Promise<RestorePlan> {
    try {
      const job = analyzed(spec, parallelism);
      const manifest = await this.#storage(this.#options.snapshotRoot).readManifest(path);
      const graph = buildJobGraph(graphOperatorsOf(job));
      const { verdict, reasons, operators } = planJobRestore(manifest, {
        job,
        graph,
        declared: this.#declaredStates(job),
      });
      return { verdict, reasons, operators, snapshot: describeManifest(snapshotFolderOf(path), manifest) };
    } catch (error) {
      throw asTargetError(error, path);
    }
  }

  async deleteSnapshot(path: string): Promise<void> {
    try {
      await this.#storage(this.#options.snapshotRoot).discard(path);
    } catch (error) {
      throw asTargetError(error, path);
    }
  }

  async deleteJob(jobId: string, snapshotRoot: string | null): Promise<void> {
    const root = this.#storageRoot(snapshotRoot);
    try {
      await this.#storage(root).removeJob(trusted<JobId>(jobId));
    } catch (error) {
      throw asTargetError(error, root);
    }
  }

  async listSnapshots(jobId: string, snapshotRoot: string | null): Promise<SnapshotListing> {
    const root = this.#storageRoot(snapshotRoot);
    try {
      const listed = await this.#storage(root).list(trusted<JobId>(jobId));
      const damaged = listed.flatMap(({ path, checkpointId, damage }) =>
        damage === null ? [] : [{ path, checkpointId, damage }],
      );
      for (const one of damaged) this.#logger.log('warn', 'A snapshot cannot be read.', { ...one });
      return {
        readable: listed.flatMap(({ path, manifest }) => (manifest === null ? [] : [describeManifest(path, manifest)])),
        damaged,
      };
    } catch (error) {
      throw asTargetError(error, root);
    }
  }

  #start(request: RunRequest, observer: RunObserver): RunHandle {
    const { threads = availableParallelism(), taskSettings, filesRoot, allowedRoots, socketAllow = [] } = this.#options;
    const job = analyzed(request.spec, request.parallelism);
    const root = this.#storageRoot(job.checkpointStorage.path ?? null);
    const subtasks = job.operators.reduce((count, { parallelism }) => count + parallelism, 0);
    const settings: ThreadSettings = {
      snapshotRoot: root,
      allowedRoots: [this.#options.snapshotRoot, ...allowedRoots],
      filesRoot,
      socketAllow,
      inlineBytesMax: inlineBytesOf(subtasks),
      failpoint: this.#options.failpoint ?? null,
    };
    const storage = this.#storage(root);
    const records = observeRecords(observer, nodeClock);
    const spawner = new NodeThreadSpawner({ entry: threadEntryUrl(), settings });
    const master = new JobMaster(
      {
        jobId: request.jobId,
        runId: request.runId,
        job,
        specDigest: specDigestOf(job.spec),
        firstCheckpointId: request.firstCheckpointId,
        restore: request.restore,
        declaredStates: this.#declaredStates(job),
        threadsMax: threads,
        settings: { ...defaultTaskSettings, ...taskSettings },
      },
      {
        clock: nodeClock,
        timers: nodeTimers,
        random: nodeRandom,
        ids: nodeIds,
        logger: this.#logger,
        storage,
        removeLeftovers: (jobId, epoch) => storage.removeLeftovers(jobId, epoch),
        spawner: this.#failpoints === null ? spawner : failpointSpawner(spawner, this.#failpoints),
        epochs: this.#failpoints === null ? request.epochs : failpointEpochs(request.epochs, this.#failpoints),
      },
      records.observer,
    );
    return new EmbeddedRun(master, records);
  }

  #declaredStates(job: AnalyzedJob): ReadonlyMap<string, DeclaredStates> {
    return new Map(job.operators.map((operator) => [operator.uid, this.#catalog.statesOf(operator)]));
  }

  #storage(root: string): FilesystemStorage {
    const { snapshotRoot, allowedRoots } = this.#options;
    const fileSystem =
      this.#failpoints === null ? nodeFileSystem : failpointFileSystem(nodeFileSystem, 'storage', this.#failpoints);
    return new FilesystemStorage({ root, allowedRoots: [snapshotRoot, ...allowedRoots], fileSystem, ids: nodeIds });
  }

  /** Where a job's checkpoints go: inside the snapshot root, or an absolute folder inside an allowed one. */
  #storageRoot(path: string | null): string {
    const { snapshotRoot, allowedRoots } = this.#options;
    const root = resolve(snapshotRoot, path ?? '');
    if (![snapshotRoot, ...allowedRoots].some((allowed) => isInside(resolve(allowed), root))) {
      throw new JobTargetError(
        'PATH_NOT_ALLOWED',
        `The checkpoint folder ${root} lies outside the snapshot folder and every allowed root.`,
      );
    }
    return root;
  }
}

function analyzed(spec: RunRequest['spec'], parallelism: number | null): AnalyzedJob {
  const analysis = analyzeJob(spec, { parallelism });
  invariant(
    analysis.ok,
    'A run is launched with a spec that was validated.',
    analysis.ok ? {} : { diagnostics: analysis.diagnostics },
  );
  return pruneColumns(analysis.job);
}
