import { trusted, type JobId } from '@weir/kernel';
import type { Job, NewEvent, Operation } from '@weir/persistence';
import { analyzeSpec } from './analyze-spec.ts';
import { beginOperation, hintQueue } from '../operations/operation.ts';
import { beginRun } from '../runs/begin-run.ts';
import { moveJob, requireAllowed } from './change-job.ts';
import { viewJob, type JobView } from '../reads/job-view.ts';
import type { JobsContext } from '../jobs-context.ts';
import { writeOnce, type Idempotency, type Written } from './write-once.ts';

export interface CreateJobInput {
  /** The spec as it was written. */
  readonly spec: unknown;
  readonly start: 'NOW' | 'LATER';
  readonly idempotency: Idempotency | null;
}

/** Stores a job with version 1 of its spec, and starts it unless told otherwise. Rejects with `SPEC_INVALID`. */
export async function createJob(context: JobsContext, input: CreateJobInput): Promise<Written<JobView>> {
  const { job: analyzed, warnings } = analyzeSpec(context, input.spec);
  const now = context.clock.now();
  const job: Job = {
    id: trusted<JobId>(context.ids.uuid()),
    name: analyzed.name,
    version: 1,
    state: 'CREATED',
    desiredState: 'CREATED',
    observedAt: now,
    parallelism: analyzed.parallelism,
    warnings,
    currentRunId: null,
    runNumber: 0,
    epoch: 0,
    createdAt: now,
  };
  let started: Operation | null = null;
  const written = await writeOnce(context, input.idempotency, async (repositories) => {
    await repositories.jobs.insert(job);
    await repositories.jobs.insertVersion({
      jobId: job.id,
      number: 1,
      spec: analyzed.spec,
      parallelism: analyzed.parallelism,
      createdAt: now,
    });
    const events: NewEvent[] = [
      { type: 'job.created', timestamp: now, jobId: job.id, runId: null, data: { name: job.name } },
    ];
    if (input.start === 'NOW') {
      const begun = await beginRun(context, repositories, job, fromNothing);
      const begunOperation = await beginOperation(context, repositories, {
        kind: 'START',
        job,
        runId: begun.run.id,
        targetRunId: null,
      });
      started = begunOperation.operation;
      const moved = await moveJob(repositories, job, requireAllowed(job, 'start'), { now, runId: begun.run.id });
      events.push(...begun.events, ...moved, begunOperation.event);
    }
    await repositories.events.append(events);
    return viewJob(repositories, (await repositories.jobs.find(job.id)) ?? job, context.clock.now());
  });
  if (!written.isReplay && started !== null) await hintQueue(context, started);
  return written;
}

const fromNothing = {
  origin: { kind: 'EMPTY' },
  parallelism: null,
  allowNonRestoredState: false,
  claimMode: 'NO_CLAIM',
} as const;
