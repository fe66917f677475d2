import { join } from 'node:path';
import { FilesystemStorage } from '@weir/checkpoint-storage';
import { createFileEpochSource } from '../../src/file-epoch-source.ts';
import { nodeFileSystem } from '@weir/engine-core/file-system';
import {
  defaultTaskSettings,
  JobMaster,
  nodeClock,
  nodeIds,
  nodeRandom,
  nodeTimers,
  NodeThreadSpawner,
  type ThreadHandle,
  type ThreadSpawner,
} from '@weir/engine-execution';
import { pruneColumns } from '@weir/engine-transforms';
import { analyzeJob, type AnalyzedJob } from '@weir/job-spec';
import { silentLogger, trusted, type JobId, type RunId } from '@weir/kernel';
import type { RestoreRequest, RunEnd } from '@weir/run-contract';
import { failingFiles } from './failing-files.ts';
import type { FaultSwitch } from './fault-switch.ts';
import { Life } from './life.ts';
import type { Pipeline } from './pipeline.ts';
import type { RunWatch } from './run-watch.ts';
import type { StressSettings } from './stress-settings.ts';

export interface EngineHome {
  readonly snapshotRoot: string;
  readonly filesRoot: string;
  /** Built module that each thread begins with. */
  readonly threadEntry: URL;
}

export interface EngineStart {
  readonly pipeline: Pipeline;
  readonly home: EngineHome;
  readonly faults: FaultSwitch;
  readonly watch: RunWatch;
  readonly jobId: JobId;
  readonly parallelism: number;
  /**
   * RESUMED goes on as `LocalEngine` does: what it knows of the run stands in the folder. TAKEN_OVER goes on as the control plane does
   * when a host has died: it knows the run, and the run finds its checkpoints.
   */
  readonly as: { readonly kind: 'RESUMED' } | { readonly kind: 'TAKEN_OVER'; readonly runId: RunId };
}

/** The shipped engine, composed as the embedded target composes it, but for the threads' entry and that it can be dropped. */
export class StressedEngine {
  readonly runId: RunId;
  readonly ended: Promise<RunEnd>;
  readonly #life: Life;
  readonly #threads: ThreadHandle[];

  private constructor(parts: {
    readonly master: JobMaster;
    readonly runId: RunId;
    readonly life: Life;
    readonly threads: ThreadHandle[];
  }) {
    this.runId = parts.runId;
    this.ended = parts.master.ended;
    this.#life = parts.life;
    this.#threads = parts.threads;
  }

  static async begin(start: EngineStart): Promise<StressedEngine> {
    const { pipeline, home, faults, watch, jobId, as } = start;
    const life = new Life();
    const threads: ThreadHandle[] = [];
    const storage = new FilesystemStorage({
      root: home.snapshotRoot,
      allowedRoots: [],
      fileSystem: life.files(failingFiles(nodeFileSystem, faults, 'publish-fails')),
      ids: nodeIds,
    });
    const listed = (await storage.list(jobId)).flatMap(({ path, manifest }) => (manifest ? [{ path, manifest }] : []));
    const highest = Math.max(0, ...listed.map(({ manifest }) => manifest.checkpointId));
    const [latest] = listed;
    const restore: RestoreRequest | null =
      as.kind === 'TAKEN_OVER' || latest === undefined
        ? null
        : { path: latest.path, allowNonRestoredState: false, claimMode: 'NO_CLAIM' };
    const runId = trusted<RunId>(as.kind === 'TAKEN_OVER' ? as.runId : (latest?.manifest.runId ?? nodeIds.uuid()));
    const spawner = new NodeThreadSpawner({ entry: home.threadEntry, settings: settingsOf(start) });
    const epochs = createFileEpochSource(join(home.snapshotRoot, '.epochs', jobId));
    const { batchRows, channelCredits, flushAfterMs, threads: threadsMax } = pipeline.tuning;
    const master = new JobMaster(
      {
        jobId,
        runId,
        job: analyzed(pipeline, start.parallelism),
        specDigest: '0'.repeat(64),
        firstCheckpointId: highest + 1,
        restore,
        threadsMax,
        settings: { ...defaultTaskSettings, batchRows, channelCredits, flushAfterMs },
      },
      {
        clock: nodeClock,
        timers: life.timers(nodeTimers),
        random: nodeRandom,
        ids: nodeIds,
        logger: silentLogger,
        storage,
        removeLeftovers: (job, epoch) => storage.removeLeftovers(job, epoch),
        spawner: mortalSpawner(spawner, life, threads),
        epochs: {
          acquire: () => life.while(() => epochs.acquire()),
          confirmEnd: (end) => life.while(() => epochs.confirmEnd(end)),
        },
      },
      watch,
    );
    return new StressedEngine({ master, runId, life, threads });
  }

  /** Threads of the present attempt. */
  get threadCount(): number {
    return this.#threads.length;
  }

  /** Ends a thread wherever it is, as an error in native code would. */
  async killThread(thread: number): Promise<void> {
    await this.#threads[thread]?.terminate();
  }

  /** Ends the engine with all its threads as if its process had been killed. */
  async drop(): Promise<void> {
    const gone = this.#life.end();
    await Promise.all(this.#threads.map((thread) => thread.terminate()));
    await gone;
  }
}

function analyzed(pipeline: Pipeline, parallelism: number): AnalyzedJob {
  const analysis = analyzeJob(pipeline.spec, { parallelism });
  if (!analysis.ok) throw new Error(`Seed ${pipeline.seed}: ${JSON.stringify(analysis.diagnostics)}`);
  return pruneColumns(analysis.job);
}

function settingsOf({ pipeline, home, faults }: EngineStart): StressSettings {
  return {
    snapshotRoot: home.snapshotRoot,
    filesRoot: home.filesRoot,
    faults: faults.memory,
    checks: pipeline.checks,
    operators: pipeline.operators,
    batchRows: pipeline.tuning.batchRows,
    rowsPerSecondMax: pipeline.tuning.rowsPerSecondMax,
  };
}

/** Threads whose messages reach only a host that lives; `threads` are those of the latest attempt. */
function mortalSpawner(spawner: ThreadSpawner, life: Life, threads: ThreadHandle[]): ThreadSpawner {
  return {
    spawn: (count, events) => {
      const spawned = spawner.spawn(count, {
        onMessage: life.guard((thread, message) => events.onMessage(thread, message)),
        onExit: life.guard((thread, failure) => events.onExit(thread, failure)),
      });
      threads.splice(0, threads.length, ...spawned);
      return spawned;
    },
  };
}
