import type { Owner } from '@weir/persistence';
import type { JobsContext } from '../jobs-context.ts';
import type { HostedRun } from './hosted-run.ts';

/**
 * Removes the files of checkpoints that attempts in other processes left behind, beyond the newest `keep` of the run. The engine
 * retires what it has taken itself; what came before it, only the history knows.
 */
export async function discardSuperseded(
  context: JobsContext,
  owner: Owner,
  run: HostedRun,
  keep: number,
): Promise<void> {
  const { store, target, clock } = context;
  const { runId, jobId } = run;
  for (const { id, path } of await store.read(({ checkpoints }) => checkpoints.superseded(runId, keep))) {
    if (!(await store.write(({ leases }) => leases.hold(runId, owner)))) return;
    await target.deleteSnapshot(path);
    await store.write(async ({ checkpoints, events }) => {
      if (!(await checkpoints.markDiscarded(jobId, id))) return;
      await events.append([
        { type: 'checkpoint.discarded', timestamp: clock.now(), jobId, runId, data: { checkpointId: id } },
      ]);
    });
  }
}
