import type { RunEnd } from '@weir/run-contract';
import type { Owner, Repositories } from '@weir/persistence';
import { settleOperations } from '../operations/operation.ts';
import { endRun, endUnwanted } from '../runs/end-run.ts';
import type { JobsContext } from '../jobs-context.ts';
import { discardSuperseded } from './discard-superseded.ts';
import type { HostedRun } from './hosted-run.ts';
import { publishMetrics } from './publish-metrics.ts';
import { untilStored } from './until-stored.ts';

/** Writes down how a run ended and gives it back; while Postgres is away it goes on trying. */
export async function finishRun(context: JobsContext, owner: Owner, run: HostedRun, end: RunEnd): Promise<void> {
  await untilStored(async () => {
    await publishMetrics(context.store, owner, run);
    await run.recorder.drain();
    if (endsItsCheckpoints(run, end)) await discardSuperseded(context, owner, run, 0);
    await context.store.write((repositories) => finish(context, repositories, { owner, run, end }));
  });
}

/** As the engine does with the checkpoints that it has taken itself: Flink's rule for retained checkpoints. */
function endsItsCheckpoints({ retention }: HostedRun, { state }: RunEnd): boolean {
  return state === 'FINISHED' || (state === 'CANCELED' && retention?.onCancellation === 'DELETE');
}

interface Finish {
  readonly owner: Owner;
  readonly run: HostedRun;
  readonly end: RunEnd;
}

async function finish(
  context: JobsContext,
  repositories: Repositories,
  { owner, run: hosted, end }: Finish,
): Promise<void> {
  const job = await repositories.jobs.lock(hosted.jobId);
  const run = await repositories.runs.find(hosted.runId);
  if (job === null || run === null || !(await repositories.leases.hold(hosted.runId, owner))) return;
  const now = context.clock.now();
  const state = endStateOf(end, job.currentRunId === run.id ? 'CURRENT' : 'REPLACED');
  if (state === null) return repositories.leases.release(run.id, owner);
  await repositories.runs.update(run.id, { failure: end.failure });
  const ending = { job, run, state, failure: end.failure, now };
  const events =
    run.state === state ? await settleOperations(repositories, ending) : await endRun(repositories, ending);
  await repositories.leases.release(run.id, owner);
  await repositories.events.append([...events, ...(await endUnwanted(repositories, job.id, now))]);
}

/** A run that was suspended goes on when it is the job's current one: null. One that another has replaced never will. */
function endStateOf({ state }: RunEnd, place: 'CURRENT' | 'REPLACED'): Exclude<RunEnd['state'], 'SUSPENDED'> | null {
  if (state !== 'SUSPENDED') return state;
  return place === 'CURRENT' ? null : 'CANCELED';
}
