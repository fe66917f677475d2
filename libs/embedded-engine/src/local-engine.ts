import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { analyzeJob, type AnalyzedJob, type Diagnostic, type JobSpecInput } from '@weir/job-spec';
import {
  chooseLatest,
  type JobTarget,
  type RestoreRequest,
  type RunHandle,
  type RunObserver,
  type SnapshotDescription,
  type SnapshotListing,
} from '@weir/run-contract';
import { PlatformError, trusted, type JobId, type Logger, type RunId } from '@weir/kernel';
import { createEmbeddedJobTarget } from './embedded-job-target.ts';
import { createFileEpochSource } from './file-epoch-source.ts';

export interface LocalEngineOptions {
  /** Absolute folder of snapshots. Epochs are kept in it too. */
  readonly snapshotRoot: string;
  /** Absolute folder that `file` operators may touch. */
  readonly filesRoot: string;
  /** Absolute folders, besides, that snapshots may be read from and written to. */
  readonly allowedRoots?: readonly string[];
  /** Threads of one run at most; by default one for each core. */
  readonly threads?: number;
  readonly logger?: Logger;
  /** For tests of recovery: the step at which this process dies, `name@before#n` (see failpoints/). */
  readonly failpoint?: string;
}

export interface LocalRunOptions {
  /** Instead of the spec's. */
  readonly parallelism?: number | null;
  /**
   * A snapshot's folder: a new run begins from it, and never touches it. `latest` goes on with the run that left the job's latest
   * checkpoint where its spec puts them, if there is one: that run's checkpoints are its own again, and subsumed as before. SNAPSHOT_DAMAGED when it cannot be read.
   */
  readonly restore?: { readonly path: string } | 'latest' | null;
  readonly allowNonRestoredState?: boolean;
  readonly observer?: Partial<RunObserver>;
}

/** The spec is wrong; every diagnostic is in the error. */
export class InvalidJobError extends PlatformError<'INVALID_JOB'> {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super('INVALID_JOB', diagnostics.map(({ pointer, message }) => `${pointer}: ${message}`).join('\n'), false);
    this.diagnostics = diagnostics;
  }
}

/**
 * The engine without a control plane: runs specs on this machine, whose own services they may reach, with epochs in a file. A job is known by its name: the same name
 * finds its checkpoints again. One process at a time for a job.
 */
export class LocalEngine {
  readonly #target: JobTarget;
  readonly #snapshotRoot: string;

  constructor(options: LocalEngineOptions) {
    this.#snapshotRoot = options.snapshotRoot;
    this.#target = createEmbeddedJobTarget({ allowedRoots: [], socketAllow: ['loopback'], ...options });
  }

  /** Starts the job. Resolves as soon as the run is accepted; rejects with an InvalidJobError, or a JobTargetError for the snapshot. */
  async run(spec: JobSpecInput, options: LocalRunOptions = {}): Promise<RunHandle> {
    const analysis = analyzeJob(spec, { parallelism: options.parallelism ?? null });
    if (!analysis.ok) throw new InvalidJobError(analysis.diagnostics);
    const jobId = jobIdOf(analysis.job.name);
    const { runId, restore, firstCheckpointId } = await this.#restoreOf(jobId, analysis.job, options);
    return this.#target.launch(
      {
        jobId,
        runId,
        spec: analysis.job.spec,
        parallelism: options.parallelism ?? null,
        firstCheckpointId,
        restore,
        epochs: createFileEpochSource(join(this.#snapshotRoot, '.epochs', jobId)),
      },
      { ...unobserved, ...options.observer },
    );
  }

  /** Which run it is, where it begins, and the first number its checkpoints may have: above all that the job's storage holds. */
  async #restoreOf(
    jobId: JobId,
    job: AnalyzedJob,
    options: LocalRunOptions,
  ): Promise<{ readonly runId: RunId; readonly restore: RestoreRequest | null; readonly firstCheckpointId: number }> {
    const listed = await this.#target.listSnapshots(jobId, job.checkpointStorage.path ?? null);
    const from = await this.#snapshotOf(options.restore ?? null, listed);
    const known = [...listed.readable, ...listed.damaged].map(({ checkpointId }) => checkpointId);
    const highest = Math.max(0, from?.checkpointId ?? 0, ...known);
    const allowNonRestoredState = options.allowNonRestoredState ?? false;
    const restore = from === null ? null : { path: from.path, allowNonRestoredState, claimMode: 'NO_CLAIM' as const };
    // Nobody else would ever remove the checkpoints of a process that was killed. A savepoint is its user's, and no run's own.
    const isResumed = options.restore === 'latest' && from?.kind === 'CHECKPOINT';
    const runId = trusted<RunId>(isResumed ? from.runId : randomUUID());
    return { runId, restore, firstCheckpointId: highest + 1 };
  }

  async #snapshotOf(restore: LocalRunOptions['restore'], listed: SnapshotListing): Promise<SnapshotDescription | null> {
    if (restore === 'latest')
      return chooseLatest({ candidates: listed.readable, damaged: listed.damaged, committed: null });
    return restore ? this.#target.describeSnapshot(restore.path) : null;
  }
}

const unobserved: RunObserver = {
  onState: () => undefined,
  onAttemptStarted: () => undefined,
  onAttemptEnded: () => undefined,
  onCheckpoint: () => undefined,
  onCheckpointDiscarded: () => undefined,
};

/** The same name is the same job: a UUID out of its digest. */
function jobIdOf(name: string): JobId {
  const hex = createHash('sha256').update(name).digest('hex');
  return trusted<JobId>(
    `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`,
  );
}
