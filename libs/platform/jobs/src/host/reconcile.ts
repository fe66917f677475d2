import { messageOf } from '@weir/kernel';
import type { OpenRun, Owner } from '@weir/persistence';
import { beginOperation } from '../operations/operation.ts';
import { endRun } from '../runs/end-run.ts';
import type { JobsContext } from '../jobs-context.ts';
import { decideStopFailed, isLive } from '../lifecycle/job-lifecycle.ts';
import { decideReconciliation, type ReconciliationStep } from './decide-reconciliation.ts';

const runsMax = 500;

/** Looks at every run that has not ended and takes the step that brings it nearer to what is wanted. Any number of hosts may do so at once. */
export async function reconcile(context: JobsContext, owner: Owner): Promise<void> {
  const open = await context.store.read(({ leases }) => leases.listOpen(owner, runsMax));
  for (const facts of open) await take(context, owner, facts, decideReconciliation(facts));
}

async function take(context: JobsContext, owner: Owner, facts: OpenRun, step: ReconciliationStep): Promise<void> {
  switch (step) {
    case 'NOTHING':
      return;
    case 'LAUNCH':
      await context.queue.enqueueLaunch({ jobId: facts.jobId, runId: facts.runId }).catch((error: unknown) => {
        context.logger.log('debug', 'The queue did not take a hint.', { error: messageOf(error) });
      });
      return;
    case 'END_CANCELED':
      return endCanceled(context, owner, facts);
    case 'REPEAT_END':
      return repeatEnd(context, owner, facts);
    case 'FORGET_STOP':
      return forgetStop(context, owner, facts);
  }
}

async function endCanceled(context: JobsContext, owner: Owner, { jobId, runId }: OpenRun): Promise<void> {
  await context.store.write(async (repositories) => {
    const job = await repositories.jobs.lock(jobId);
    if (job === null || !(await repositories.leases.seize(runId, owner))) return;
    const run = await repositories.runs.find(runId);
    if (run === null) return;
    await repositories.events.append(
      await endRun(repositories, { job, run, state: 'CANCELED', failure: null, now: context.clock.now() }),
    );
  });
}

/** A run that another is to replace is suspended, so that nothing that the other may begin from is deleted with it. */
async function repeatEnd(context: JobsContext, owner: Owner, facts: OpenRun): Promise<void> {
  await context.store.write(async (repositories) => {
    const job = await repositories.jobs.lock(facts.jobId);
    const now = await repositories.leases.findOpen(owner, facts.runId);
    if (job === null || now === null || decideReconciliation(now) !== 'REPEAT_END') return;
    const isReplaced = !now.isCurrent && job.desiredState !== 'CANCELED' && isLive(job.state);
    const { event } = await beginOperation(context, repositories, {
      kind: isReplaced ? 'RESTART' : 'CANCEL',
      job,
      runId: isReplaced ? job.currentRunId : facts.runId,
      targetRunId: facts.runId,
    });
    await repositories.events.append([event]);
  });
}

async function forgetStop(context: JobsContext, owner: Owner, facts: OpenRun): Promise<void> {
  await context.store.write(async (repositories) => {
    const job = await repositories.jobs.lock(facts.jobId);
    const now = await repositories.leases.findOpen(owner, facts.runId);
    if (job === null || now === null || decideReconciliation(now) !== 'FORGET_STOP') return;
    const desiredState = decideStopFailed(job);
    if (desiredState !== null) await repositories.jobs.update(facts.jobId, { desiredState });
  });
}
