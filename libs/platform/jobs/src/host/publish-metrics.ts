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
  const last = rows.at(-1);
  const isHeld = await (last === undefined
    ? store.writeAtOnce(({ runs }) => runs.saveMetrics({ runId, owner }, metrics, 'SOON'))
    : store.write(async ({ runs, output }) => {
        if (!(await runs.saveMetrics({ runId, owner }, metrics, 'NOW'))) return false;
        await output.append(jobId, rows, run.outputLimits);
        return true;
      }));
  if (isHeld && last !== undefined) run.outputSequence = last.sequence;
}
