'use client';

import tableStyles from '#components/data-table.module.css';
import { Count, Elapsed, Moment } from '#components/figures.tsx';
import { EmptyState } from '#components/empty-state.tsx';
import { StatePill } from '#components/state-pill.tsx';
import type { Run } from '#data/api-types.ts';
import { absent } from '#data/format.ts';
import { jobStateLook } from '#data/job-state.ts';

export function RunTable({ runs }: { readonly runs: readonly Run[] }) {
  if (runs.length === 0) return <EmptyState title="The job has never been started" />;
  return (
    <table className={tableStyles.table}>
      <caption className="visually-hidden">Runs, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Run</th>
          <th scope="col">State</th>
          <th scope="col" className={tableStyles.num}>
            Started
          </th>
          <th scope="col" className={tableStyles.num}>
            Duration
          </th>
          <th scope="col" className={tableStyles.num}>
            Version
          </th>
          <th scope="col" className={tableStyles.num}>
            Parallelism
          </th>
          <th scope="col" className={tableStyles.num}>
            Attempts
          </th>
          <th scope="col">Restored from</th>
          <th scope="col" className={tableStyles.num}>
            Rows in
          </th>
          <th scope="col" className={tableStyles.num}>
            Rows out
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id} data-row>
            <th scope="row">#{run.number}</th>
            <td>
              <StatePill look={jobStateLook(run.state)} variant="plain" />
            </td>
            <td className={tableStyles.num}>
              <Moment value={run.startedAt} />
            </td>
            <td className={tableStyles.num}>
              {run.startedAt === null ? absent : <Elapsed from={run.startedAt} until={run.endedAt} />}
            </td>
            <td className={tableStyles.num}>{run.version}</td>
            <td className={tableStyles.num}>{run.parallelism}</td>
            <td className={tableStyles.num}>{run.attempts.length}</td>
            <td title={run.restoredFrom?.path}>{restoredFrom(run)}</td>
            <td className={tableStyles.num}>
              <Count value={run.recordsIn} />
            </td>
            <td className={tableStyles.num}>
              <Count value={run.recordsOut} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function restoredFrom(run: Run): string {
  if (run.restoredFrom === null) return 'nothing';
  return run.restoredFrom.checkpointId === null ? run.restoredFrom.path : `checkpoint ${run.restoredFrom.checkpointId}`;
}
