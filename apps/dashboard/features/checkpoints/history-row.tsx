'use client';

import { ActionIcon } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import Link from 'next/link';
import { useState } from 'react';
import tableStyles from '#components/data-table.module.css';
import { Bytes, Duration, Moment } from '#components/figures.tsx';
import { StatePill } from '#components/state-pill.tsx';
import type { Checkpoint } from '#data/api-types.ts';
import { checkpointStatusLook, kindLabel, triggerLabel } from '#data/checkpoint-status.ts';
import { useJob } from '#features/job/use-job.tsx';
import { InlineBreakdown } from './inline-breakdown.tsx';
import { RestoreButton } from './restore-button.tsx';
import styles from './checkpoints.module.css';

export function HistoryRow({
  checkpoint,
  onRestore,
}: {
  readonly checkpoint: Checkpoint;
  readonly onRestore: () => void;
}) {
  const job = useJob();
  const [isOpen, setOpen] = useState(false);
  const detailsId = `checkpoint-${checkpoint.id}-details`;
  return (
    <>
      <tr data-row data-checkpoint={checkpoint.id} data-status={checkpoint.status}>
        <td className={tableStyles.tight}>
          <ActionIcon
            size="xs"
            aria-expanded={isOpen}
            aria-controls={isOpen ? detailsId : undefined}
            aria-label={`Operators and subtasks of checkpoint ${checkpoint.id}`}
            onClick={() => setOpen(!isOpen)}
          >
            <IconChevronRight size={14} className={styles.chevron} data-open={isOpen} />
          </ActionIcon>
        </td>
        <RecordCells checkpoint={checkpoint} jobId={job.id} />
        <td className={tableStyles.tight}>
          <RestoreButton checkpoint={checkpoint} refusedByJob={job.actions.restore} onRestore={onRestore} />
        </td>
      </tr>
      {isOpen ? (
        <tr id={detailsId}>
          <td colSpan={12} className={styles.details}>
            <InlineBreakdown checkpointId={checkpoint.id} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

function RecordCells({ checkpoint, jobId }: { readonly checkpoint: Checkpoint; readonly jobId: string }) {
  return (
    <>
      <th scope="row">
        <Link href={`/jobs/${jobId}/checkpoints/${checkpoint.id}`}>{checkpoint.id}</Link>
      </th>
      <td>
        <StatePill look={checkpointStatusLook(checkpoint)} variant="plain" />
      </td>
      <td>
        {kindLabel(checkpoint.kind)}
        {checkpoint.discarded ? (
          <span className={styles.gone} title="Its files were removed; it cannot be restored.">
            {' '}
            · gone
          </span>
        ) : null}
      </td>
      <td className={tableStyles.muted}>{triggerLabel(checkpoint.trigger)}</td>
      <td className={tableStyles.num}>
        <Moment value={checkpoint.triggerTimestamp} />
      </td>
      <td className={tableStyles.num}>
        <Duration value={checkpoint.endToEndDuration} />
      </td>
      <td className={tableStyles.num}>
        <Bytes value={checkpoint.checkpointedSize} />
      </td>
      <td className={tableStyles.num}>
        <Bytes value={checkpoint.stateSize} />
      </td>
      <td className={tableStyles.num}>
        {checkpoint.numAcknowledgedSubtasks}/{checkpoint.numSubtasks}
      </td>
      <td
        className={styles.failureCell}
        data-faultless={checkpoint.faultless}
        title={checkpoint.failureMessage ?? undefined}
      >
        {checkpoint.failureMessage ?? checkpoint.failureReason}
      </td>
    </>
  );
}
