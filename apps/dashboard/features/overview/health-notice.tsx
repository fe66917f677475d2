'use client';

import { IconAlertOctagon, IconAlertTriangle } from '@tabler/icons-react';
import Link from 'next/link';
import { Age } from '#components/figures.tsx';
import type { Job, JobHealth } from '#data/api-types.ts';
import { NextTry } from '#features/exceptions/next-try.tsx';
import styles from './overview.module.css';

/** Why a job is not well, where everybody looks first. It stays as long as that is so, whatever state the run passes through. */
export function HealthNotice({ job }: { readonly job: Job }) {
  if (job.health.reasons.length === 0) return null;
  return (
    <ul className={styles.health} aria-label="Health">
      {job.health.reasons.map((reason) => (
        <li key={reason.code} className={styles.healthReason} data-status={reason.status}>
          {reason.status === 'FAILING' ? (
            <IconAlertOctagon size={16} aria-hidden />
          ) : (
            <IconAlertTriangle size={16} aria-hidden />
          )}
          <span>
            {reason.sentence}{' '}
            <span className={styles.healthFacts}>
              First <Age value={reason.since} />.
              {reason.code === 'RESTART_LOOP' ? <NextTry at={job.currentRun?.nextAttemptAt} /> : null}
            </span>{' '}
            <ReasonLink job={job} code={reason.code} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function ReasonLink({ job, code }: { readonly job: Job; readonly code: JobHealth['reasons'][number]['code'] }) {
  switch (code) {
    case 'CHECKPOINTS_FAIL':
    case 'CHECKPOINT_OVERDUE':
      return <Link href={`/jobs/${job.id}/checkpoints`}>All checkpoints</Link>;
    case 'RUN_FAILED':
    case 'RESTART_LOOP':
    case 'RECENT_FAILURE':
      return <Link href={`/jobs/${job.id}/exceptions`}>All exceptions</Link>;
    case 'NO_WORKER':
      return null;
  }
}
