import { JobTargetError } from '@weir/run-contract';
import type { JobSpec } from '@weir/job-spec';
import type { JobId } from '@weir/kernel';
import type { JobWarning } from '@weir/persistence';
import { analyzeSpec } from './analyze-spec.ts';
import { viewJob, type JobView } from '../reads/job-view.ts';
import type { JobsContext } from '../jobs-context.ts';
import { JobsError, jobNotFound } from '../jobs-error.ts';
import { planForLatest } from './resolve-origin.ts';

export interface UpdateSpecInput {
  readonly jobId: JobId;
  readonly spec: unknown;
  /** The versions the change may be based on; none of them is none that exists. */
  readonly basedOn: readonly number[] | 'ANY';
}

/**
 * Stores a new version of a job's spec; what runs goes on with the old one. A version that the job's latest snapshot does not fit is
 * stored with a warning that says why: a start or restart from there will be refused. Rejects with `SPEC_INVALID` or `VERSION_CONFLICT`.
 */
export async function updateSpec(context: JobsContext, input: UpdateSpecInput): Promise<JobView> {
  const { job: analyzed, warnings: ofSpec } = analyzeSpec(context, input.spec);
  const warnings = [...ofSpec, ...(await fitWarnings(context, input.jobId, analyzed.spec))];
  return context.store.write(async (repositories) => {
    const job = await repositories.jobs.lock(input.jobId);
    if (job === null) throw jobNotFound(input.jobId);
    if (input.basedOn !== 'ANY' && !input.basedOn.includes(job.version)) {
      throw new JobsError(
        'VERSION_CONFLICT',
        `The current version is ${job.version}, which the change is not based on. Read the job again and apply the change to it.`,
      );
    }
    const now = context.clock.now();
    const number = job.version + 1;
    await repositories.jobs.insertVersion({
      jobId: job.id,
      number,
      spec: analyzed.spec,
      parallelism: analyzed.parallelism,
      createdAt: now,
    });
    const change = { name: analyzed.name, version: number, parallelism: analyzed.parallelism, warnings };
    await repositories.jobs.update(job.id, change);
    await repositories.events.append([
      {
        type: 'job.updated',
        timestamp: now,
        jobId: job.id,
        runId: null,
        data: { version: number, name: analyzed.name },
      },
    ]);
    return viewJob(repositories, { ...job, ...change }, context.clock.now());
  });
}

async function fitWarnings(context: JobsContext, jobId: JobId, spec: JobSpec): Promise<readonly JobWarning[]> {
  const plan = await planForLatest(context, jobId, { spec, parallelism: null }).catch((error: unknown) => {
    // Damaged or missing: that says nothing about the spec, and whoever starts the job is told.
    if (error instanceof JobTargetError || error instanceof JobsError) return null;
    throw error;
  });
  return (plan?.reasons ?? []).map(({ uid, message }) => {
    const index = spec.operators.findIndex((operator) => operator.uid === uid);
    const pointer = index < 0 ? '/operators' : `/operators/${index}`;
    return { pointer, code: 'SNAPSHOT_INCOMPATIBLE', message, severity: 'warning', position: null };
  });
}
