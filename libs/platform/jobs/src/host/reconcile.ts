import { messageOf } from '@weir/kernel';
import type { OpenRun, Owner } from '@weir/persistence';
import { beginOperation } from '../runs/begin-run.ts';
import { endRun } from '../runs/end-run.ts';
import type { JobsContext } from '../jobs-context.ts';
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
    case 'REPEAT_CANCEL':
      return repeatCancel(context, owner, facts);
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

async function repeatCancel(context: JobsContext, owner: Owner, facts: OpenRun): Promise<void> {
  await context.store.write(async (repositories) => {
    const job = await repositories.jobs.lock(facts.jobId);
    const now = (await repositories.leases.listOpen(owner, runsMax)).find((open) => open.runId === facts.runId);
    if (job === null || now === undefined || decideReconciliation(now) !== 'REPEAT_CANCEL') return;
    const { event } = await beginOperation(context, repositories, {
      kind: 'CANCEL',
      job,
      runId: facts.runId,
      targetRunId: facts.runId,
    });
    await repositories.events.append([event]);
  });
}

async function forgetStop(context: JobsContext, owner: Owner, facts: OpenRun): Promise<void> {
  await context.store.write(async (repositories) => {
    const job = await repositories.jobs.lock(facts.jobId);
    const now = (await repositories.leases.listOpen(owner, runsMax)).find((open) => open.runId === facts.runId);
    if (job === null || now === undefined || decideReconciliation(now) !== 'FORGET_STOP') return;
    await repositories.jobs.update(facts.jobId, { desiredState: 'RUNNING' });
  });
}
