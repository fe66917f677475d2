'use client';

import { IconArrowLeft } from '@tabler/icons-react';
import Link from 'next/link';
import { useState } from 'react';
import { StatePill } from '#components/state-pill.tsx';
import type { Checkpoint } from '#data/api-types.ts';
import { checkpointStatusLook, kindLabel } from '#data/checkpoint-status.ts';
import { RestoreDialog } from '#features/job-actions/restore-dialog.tsx';
import { useJob } from '#features/job/use-job.tsx';
import { RestoreButton } from './restore-button.tsx';
import styles from './checkpoints.module.css';

export function CheckpointHeading({ checkpoint }: { readonly checkpoint: Checkpoint }) {
  const job = useJob();
  const [isRestoring, setRestoring] = useState(false);
  const base = `/jobs/${job.id}/checkpoints`;
  return (
    <div className={styles.heading}>
      <Link href={base} className={styles.back}>
        <IconArrowLeft size={14} aria-hidden /> All checkpoints
      </Link>
      <h2 className={styles.headingTitle}>
        {kindLabel(checkpoint.kind)} {checkpoint.id}
      </h2>
      <StatePill look={checkpointStatusLook(checkpoint)} />
      <div className={styles.headingActions}>
        {checkpoint.id > 1 ? <Link href={`${base}/${checkpoint.id - 1}`}>Previous</Link> : null}
        {checkpoint.id < (job.latestCheckpoint?.id ?? 0) ? (
          <Link href={`${base}/${checkpoint.id + 1}`}>Next</Link>
        ) : null}
        <RestoreButton
          checkpoint={checkpoint}
          refusedByJob={job.actions.restore}
          onRestore={() => setRestoring(true)}
        />
      </div>
      {isRestoring ? (
        <RestoreDialog
          job={job}
          target={{
            snapshotId: checkpoint.snapshotId,
            checkpointId: checkpoint.id,
            isSavepoint: checkpoint.kind === 'SAVEPOINT',
          }}
          onClose={() => setRestoring(false)}
        />
      ) : null}
    </div>
  );
}
