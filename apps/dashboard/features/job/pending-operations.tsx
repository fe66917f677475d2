'use client';

import { Loader } from '@mantine/core';
import { IconClockPause } from '@tabler/icons-react';
import { useStaleness } from '#live/live-provider.tsx';
import { useTrackedOperations } from '#live/tracked-operations.ts';
import styles from './job.module.css';

/** What was asked of this job and has not ended yet. */
export function PendingOperations({ jobId }: { readonly jobId: string }) {
  const pending = useTrackedOperations().filter((operation) => operation.jobId === jobId);
  const isStale = useStaleness() !== undefined;
  return (
    <span role="status" className={styles.pending}>
      {pending.map(({ id, label }) => (
        <span key={id} className={styles.pendingItem}>
          {isStale ? <IconClockPause size={13} aria-hidden /> : <Loader size={12} aria-hidden />} {label.split(':')[0]}
        </span>
      ))}
    </span>
  );
}
