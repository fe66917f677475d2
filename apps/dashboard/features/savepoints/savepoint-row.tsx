'use client';

import { IconPinFilled, IconRestore } from '@tabler/icons-react';
import Link from 'next/link';
import { Copyable } from '#components/copyable.tsx';
import tableStyles from '#components/data-table.module.css';
import { ExplainedButton } from '#components/explained-button.tsx';
import { Bytes, Duration, Moment } from '#components/figures.tsx';
import { StatePill } from '#components/state-pill.tsx';
import type { Savepoint } from '#data/api-types.ts';
import { checkpointStatusLook } from '#data/checkpoint-status.ts';
import { absent } from '#data/format.ts';
import type { SavepointAction } from './savepoint-action-dialog.tsx';
import { SavepointMenu } from './savepoint-menu.tsx';
import styles from './savepoints.module.css';

export function SavepointRow(props: {
  readonly savepoint: Savepoint;
  readonly scope: 'job' | 'all';
  readonly onChoose: (action: SavepointAction) => void;
}) {
  const { savepoint, scope, onChoose } = props;
  const label = savepoint.name === '' ? `savepoint ${savepoint.checkpointId}` : savepoint.name;
  return (
    <tr data-row data-savepoint={savepoint.id}>
      <th scope="row" className={styles.nameCell}>
        {savepoint.name === '' ? <span className={tableStyles.muted}>unnamed</span> : savepoint.name}
        {savepoint.pinned ? <IconPinFilled size={12} className={styles.pin} aria-label="pinned" /> : null}
        {savepoint.note === '' ? null : (
          <span className={styles.note} title={savepoint.note}>
            {savepoint.note}
          </span>
        )}
      </th>
      {scope === 'all' ? (
        <td>
          <Link href={`/jobs/${savepoint.jobId}/savepoints`} className={styles.job} title={savepoint.jobName}>
            {savepoint.jobName}
          </Link>
        </td>
      ) : null}
      <td title={savepoint.failureMessage ?? undefined}>
        <StatePill look={checkpointStatusLook(savepoint)} variant="plain" />
      </td>
      <td className={tableStyles.num}>
        <Link href={`/jobs/${savepoint.jobId}/checkpoints/${savepoint.checkpointId}`}>#{savepoint.checkpointId}</Link>
      </td>
      <td className={tableStyles.num}>
        <Moment value={savepoint.triggerTimestamp} />
      </td>
      <td className={tableStyles.num}>
        <Duration value={savepoint.endToEndDuration} />
      </td>
      <td className={tableStyles.num}>
        <Bytes value={savepoint.stateSize} />
      </td>
      <td>
        {savepoint.path === null ? (
          absent
        ) : (
          <Copyable text={savepoint.path} label="path" keep={scope === 'all' ? 8 : 14} />
        )}
      </td>
      <td className={tableStyles.tight}>
        <div className={tableStyles.rowActions}>
          <ExplainedButton
            size="compact-xs"
            variant="default"
            leftSection={<IconRestore size={13} />}
            aria-label={`Restore ${label}`}
            refusal={savepoint.status === 'COMPLETED' ? undefined : 'Only a completed one can be restored.'}
            onClick={() => onChoose('restore')}
          >
            Restore
          </ExplainedButton>
          <SavepointMenu label={label} isPinned={savepoint.pinned} onChoose={onChoose} />
        </div>
      </td>
    </tr>
  );
}
