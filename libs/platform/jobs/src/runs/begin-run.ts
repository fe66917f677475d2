import { analyzeJob } from '@weir/job-spec';
import { invariant, trusted, type RunId } from '@weir/kernel';
import type { Job, NewEvent, Repositories, Run, RunOrigin } from '@weir/persistence';
import type { JobsContext } from '../jobs-context.ts';
import { JobsError } from '../jobs-error.ts';

export interface RunOptions {
  readonly origin: RunOrigin;
  /** Replaces the spec's parallelism; null keeps it. */
  readonly parallelism: number | null;
  readonly allowNonRestoredState: boolean;
  readonly claimMode: 'CLAIM' | 'NO_CLAIM';
}

export interface BegunRun {
  readonly run: Run;
  readonly events: readonly NewEvent[];
}

/**
 * Stores a new run of a locked job with its current spec, and makes it the job's current one. A host takes it after the commit. The
 * job's states are the request's business.
 */
export async function beginRun(
  context: JobsContext,
  repositories: Repositories,
  job: Job,
  options: RunOptions,
): Promise<BegunRun> {
  const version = await repositories.jobs.findVersion(job.id, job.version);
  invariant(version !== null, 'Every job has its current version.', { jobId: job.id, version: job.version });
  const analysis = analyzeJob(version.spec, { parallelism: options.parallelism });
  if (!analysis.ok) throw parallelismInvalid(options.parallelism, analysis.diagnostics[0]?.message ?? '');
  const now = context.clock.now();
  const run: Run = {
    id: trusted<RunId>(context.ids.uuid()),
    jobId: job.id,
    number: job.runNumber + 1,
    version: job.version,
    state: 'CREATED',
    parallelism: options.parallelism ?? version.parallelism,
    isParallelismOverridden: options.parallelism !== null,
    origin: options.origin,
    allowNonRestoredState: options.allowNonRestoredState,
    claimMode: options.claimMode,
    restoredFrom: null,
    failure: null,
    createdAt: now,
    startedAt: null,
    endedAt: null,
    recordsIn: 0,
    recordsOut: 0,
    ownerId: null,
    ownerIncarnation: null,
    epoch: 0,
    nextAttemptAt: null,
  };
  await repositories.runs.insert(run);
  await repositories.jobs.update(job.id, {
    currentRunId: run.id,
    runNumber: run.number,
    parallelism: run.parallelism,
  });
  const about = { timestamp: now, jobId: job.id, runId: run.id };
  return {
    run,
    events: [
      {
        ...about,
        type: 'run.created',
        data: { number: run.number, parallelism: run.parallelism, version: run.version },
      },
    ],
  };
}

function parallelismInvalid(parallelism: number | null, message: string): JobsError {
  return new JobsError(
    'PARALLELISM_INVALID',
    `The job cannot run at parallelism ${parallelism ?? 'of its spec'}: ${message}`,
    {
      problems: [{ pointer: '/parallelism', code: 'PARALLELISM_INVALID', message }],
    },
  );
}
