'use client';

import Link from 'next/link';
import { useState } from 'react';
import tableStyles from '#components/data-table.module.css';
import { Age, Bytes, Count, Duration, Elapsed } from '#components/figures.tsx';
import { JobPills } from '#components/job-pills.tsx';
import type { Job } from '#data/api-types.ts';
import { absent } from '#data/format.ts';
import { JobActionDialog } from '#features/job-actions/job-action-dialog.tsx';
import { JobActionMenu, type MenuAction } from '#features/job-actions/job-action-menu.tsx';
import { QuickAction } from './quick-action.tsx';
import styles from './jobs.module.css';

export function JobRow({ job }: { readonly job: Job }) {
  const [action, setAction] = useState<MenuAction>();
  const { latestCheckpoint: latest, currentRun: run } = job;
  return (
    <tr data-row>
      <th scope="row">
        <Link href={`/jobs/${job.id}/overview`} className={styles.name} title={job.name}>
          {job.name}
        </Link>
        {job.warnings.length === 0 ? null : (
          <span className={styles.warnings} title={job.warnings.map(({ message }) => message).join('\n')}>
            {job.warnings.length === 1 ? '1 warning' : `${job.warnings.length} warnings`}
          </span>
        )}
      </th>
      <td>
        <JobPills job={job} />
      </td>
      <td className={tableStyles.num}>
        <Age value={latest?.triggerTimestamp} />
        {latest === null ? null : (
          <Link
            href={`/jobs/${job.id}/checkpoints/${latest.id}`}
            className={styles.checkpoint}
            aria-label={`Checkpoint ${latest.id}`}
          >
            #{latest.id}
          </Link>
        )}
      </td>
      <td className={tableStyles.num}>
        <Duration value={latest?.endToEndDuration} />
      </td>
      <td className={tableStyles.num}>
        <Bytes value={latest?.stateSize} />
      </td>
      <td className={tableStyles.num}>{run?.parallelism ?? job.parallelism}</td>
      <td className={tableStyles.num}>
        <Count value={run?.recordsIn} />
      </td>
      <td className={tableStyles.num}>
        {run === null || run.startedAt === null ? absent : <Elapsed from={run.startedAt} until={run.endedAt} />}
      </td>
      <td className={tableStyles.tight}>
        <div className={tableStyles.rowActions}>
          <QuickAction job={job} onChoose={setAction} />
          <JobActionMenu job={job} onChoose={setAction} />
        </div>
        <JobActionDialog job={job} action={action} onClose={() => setAction(undefined)} />
      </td>
    </tr>
  );
}
