'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { AsOf } from '#components/as-of.tsx';
import { Copyable } from '#components/copyable.tsx';
import { Age } from '#components/figures.tsx';
import { JobPills } from '#components/job-pills.tsx';
import type { Job } from '#data/api-types.ts';
import { JobActionDialog } from '#features/job-actions/job-action-dialog.tsx';
import { JobActionMenu, type MenuAction } from '#features/job-actions/job-action-menu.tsx';
import { SavepointDialog } from '#features/job-actions/savepoint-dialog.tsx';
import { HeaderActions } from './header-actions.tsx';
import { PendingOperations } from './pending-operations.tsx';
import styles from './job.module.css';

export function JobHeader({ job }: { readonly job: Job }) {
  const router = useRouter();
  const [dialog, setDialog] = useState<MenuAction | 'savepoint'>();
  const close = () => setDialog(undefined);
  return (
    <div className={styles.headRow}>
      <div className={styles.identity}>
        <p className={styles.crumbs}>
          <Link href="/jobs">Jobs</Link>
          <span aria-hidden>/</span>
          <Copyable text={job.id} label="job id" keep={4} />
        </p>
        <div className={styles.titleRow}>
          <h1 className={styles.title} title={job.name}>
            {job.name}
          </h1>
          <JobPills job={job} />
          <AsOf />
          <span className={styles.fact}>version {job.version}</span>
          <span className={styles.fact}>parallelism {job.currentRun?.parallelism ?? job.parallelism}</span>
          <span className={styles.fact}>
            last checkpoint <Age value={job.latestCheckpoint?.triggerTimestamp} />
          </span>
          <PendingOperations jobId={job.id} />
        </div>
      </div>
      <div className={styles.actions}>
        <HeaderActions job={job} onChoose={setDialog} />
        <JobActionMenu job={job} onChoose={setDialog} />
      </div>
      {dialog === 'savepoint' ? (
        <SavepointDialog job={job} onClose={close} />
      ) : (
        <JobActionDialog job={job} action={dialog} onClose={close} onDeleted={() => router.push('/jobs')} />
      )}
    </div>
  );
}
