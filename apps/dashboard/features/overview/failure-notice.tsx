'use client';

import { IconAlertOctagon } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { exceptionsQuery } from '#api/job-queries.ts';
import type { Job } from '#data/api-types.ts';
import styles from './overview.module.css';

/** Why the run failed, or fails again and again, where everybody looks first. Shows nothing until the cause is known. */
export function FailureNotice({ job }: { readonly job: Job }) {
  const { data } = useInfiniteQuery(exceptionsQuery(job.id));
  const last = data?.pages[0]?.items.find(({ runId }) => runId === job.currentRun?.id);
  if (last === undefined) return null;
  return (
    <p className={styles.failureNotice} role="status">
      <IconAlertOctagon size={16} aria-hidden />
      <span>
        Run #{last.runNumber} {job.state === 'RESTARTING' ? 'is restarted after a failure' : 'failed'}:{' '}
        {last.failure.message} <Link href={`/jobs/${job.id}/exceptions`}>All exceptions</Link>
      </span>
    </p>
  );
}
