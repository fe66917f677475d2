import type { Owner, Store } from '@weir/persistence';
import { continueMetrics } from './continue-metrics.ts';
import type { HostedRun } from './hosted-run.ts';

/**
 * Writes a run's metrics and the rows printed since the last time, one call after the other. What cannot be written now comes with the
 * next time.
 */
export function publishMetrics(store: Store, owner: Owner, run: HostedRun): Promise<void> {
  const published = run.published.then(() => publish(store, owner, run));
  run.published = published.catch(() => undefined);
  return published;
}

async function publish(store: Store, owner: Owner, run: HostedRun): Promise<void> {
  const { handle, runId, jobId } = run;
  if (handle === null || run.isLost) return;
  const metrics = continueMetrics(run.earlierMetrics, handle.metrics());
  const rows = handle.output(run.outputSequence, Number.POSITIVE_INFINITY);
  const isHeld = await store.write(async (repositories) => {
    if (!(await repositories.leases.hold(runId, owner))) return false;
    await repositories.runs.saveMetrics(runId, metrics);
    await repositories.output.append(jobId, rows, run.outputLimits);
    return true;
  });
  const last = rows.at(-1);
  if (isHeld && last !== undefined) run.outputSequence = last.sequence;
}
