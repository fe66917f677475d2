import type { RunEnd } from '@weir/run-contract';
import { StoreError, type NewEvent, type Owner, type Repositories } from '@weir/persistence';
import { endRun, settleOperations } from '../runs/end-run.ts';
import type { JobsContext } from '../jobs-context.ts';
import { discardSuperseded } from './discard-superseded.ts';
import type { HostedRun } from './hosted-run.ts';
import { pause } from './pause.ts';
import { publishMetrics } from './publish-metrics.ts';

const retryMs = 500;

/** Writes down how a run ended and gives it back; while Postgres is away it goes on trying. */
export async function finishRun(context: JobsContext, owner: Owner, run: HostedRun, end: RunEnd): Promise<void> {
  for (;;) {
    try {
      await publishMetrics(context.store, owner, run);
      await run.recorder.drain();
      if (endsItsCheckpoints(run, end)) await discardSuperseded(context, owner, run, 0);
      await context.store.write((repositories) => finish(context, repositories, { owner, run, end }));
      return;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      await pause(retryMs);
    }
  }
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
  let events: readonly NewEvent[];
  if (end.state !== 'SUSPENDED') {
    await repositories.runs.update(run.id, { failure: end.failure });
    const ending = { job, run, state: end.state, failure: end.failure, now };
    events =
      run.state === end.state ? await settleOperations(repositories, ending) : await endRun(repositories, ending);
  } else {
    events =
      job.currentRunId === run.id
        ? []
        : await settleOperations(repositories, { job, run, state: 'CANCELED', failure: null, now });
  }
  await repositories.leases.release(run.id, owner);
  await repositories.events.append(events);
}
