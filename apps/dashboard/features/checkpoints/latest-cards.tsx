'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { Age, Bytes, Duration } from '#components/figures.tsx';
import type { Checkpoint, CheckpointPage } from '#data/api-types.ts';
import { useJob } from '#features/job/use-job.tsx';
import styles from './checkpoints.module.css';

export function LatestCards({ latest }: { readonly latest: CheckpointPage['latest'] }) {
  const { restored } = latest;
  return (
    <ul className={styles.cards} aria-label="Latest of each sort">
      <Card title="Latest completed" checkpoint={latest.completed} figures={(one) => <Sizes checkpoint={one} />} />
      <Card
        title="Latest failed"
        checkpoint={latest.failed}
        figures={(one) => <span className={styles.failure}>{one.failureMessage ?? one.failureReason}</span>}
      />
      <Card title="Latest savepoint" checkpoint={latest.savepoint} figures={(one) => <Sizes checkpoint={one} />} />
      <li className={styles.card}>
        <span className={styles.cardTitle}>Latest restore</span>
        {restored === null ? (
          <span className={styles.none}>none</span>
        ) : (
          <>
            <CardLink id={restored.checkpointId} at={restored.restoreTimestamp} />
            <span className={styles.cardFigures} title={restored.path}>
              from {restored.isSavepoint ? 'a savepoint' : 'a checkpoint'}
            </span>
          </>
        )}
      </li>
    </ul>
  );
}

function Card(props: {
  readonly title: string;
  readonly checkpoint: Checkpoint | null;
  readonly figures: (checkpoint: Checkpoint) => ReactNode;
}) {
  const { title, checkpoint, figures } = props;
  return (
    <li className={styles.card}>
      <span className={styles.cardTitle}>{title}</span>
      {checkpoint === null ? (
        <span className={styles.none}>none</span>
      ) : (
        <>
          <CardLink id={checkpoint.id} at={checkpoint.triggerTimestamp} />
          <span className={styles.cardFigures}>{figures(checkpoint)}</span>
        </>
      )}
    </li>
  );
}

function CardLink({ id, at }: { readonly id: number; readonly at: number }) {
  const job = useJob();
  return (
    <span className={styles.cardMain}>
      <Link href={`/jobs/${job.id}/checkpoints/${id}`}>#{id}</Link> <Age value={at} />
    </span>
  );
}

function Sizes({ checkpoint }: { readonly checkpoint: Checkpoint }) {
  return (
    <>
      <Duration value={checkpoint.endToEndDuration} /> · <Bytes value={checkpoint.stateSize} />
    </>
  );
}
