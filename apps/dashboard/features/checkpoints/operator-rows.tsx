'use client';

import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import tableStyles from '#components/data-table.module.css';
import { Bytes, Duration } from '#components/figures.tsx';
import type { CheckpointDetail, OperatorCheckpoint } from '#data/api-types.ts';
import { awaitedOf, awaitedSubtasks, slowestSubtask } from '#data/checkpoint-explanation.ts';
import { shownSubtasks, subtasksAtOnce } from '#data/shown-subtasks.ts';
import { SubtaskRow } from './subtask-row.tsx';
import styles from './checkpoints.module.css';

export function OperatorRows(props: {
  readonly operator: OperatorCheckpoint;
  readonly detail: CheckpointDetail;
  readonly axisMs: number;
}) {
  const { operator, detail, axisMs } = props;
  const slowest = slowestSubtask(detail)?.subtask;
  const [view, setView] = useState<'folded' | 'all'>('folded');
  return (
    <tbody id={`operator-${operator.uid}`} data-operator={operator.uid}>
      <tr className={styles.operatorRow}>
        <th scope="rowgroup">
          {operator.name}{' '}
          {operator.name === operator.uid ? null : <code className={tableStyles.muted}>{operator.uid}</code>}
        </th>
        <td className={tableStyles.muted}>
          {operator.numAcknowledgedSubtasks}/{operator.parallelism} acknowledged
        </td>
        <td className={tableStyles.num}>
          <Duration value={operator.endToEndDuration} />
        </td>
        <td colSpan={4} />
        <td className={tableStyles.num}>
          <Bytes value={operator.checkpointedSize} />
        </td>
        <td className={tableStyles.num}>
          <Bytes value={operator.stateSize} />
        </td>
        <td className={tableStyles.num}>
          <Bytes value={operator.processedData} />
        </td>
        <td />
      </tr>
      {shownSubtasks(operator.subtasks, view).map((subtask) => (
        <SubtaskRow
          key={subtask.index}
          uid={operator.uid}
          subtask={subtask}
          axisMs={axisMs}
          triggerTimestamp={detail.triggerTimestamp}
          isSlowest={subtask === slowest}
        />
      ))}
      <AwaitedRows operator={operator} detail={detail} />
      {operator.subtasks.length > subtasksAtOnce ? (
        <tr>
          <td colSpan={11} className={styles.more}>
            <UnstyledButton
              className={styles.textButton}
              aria-expanded={view === 'all'}
              onClick={() => setView(view === 'all' ? 'folded' : 'all')}
            >
              {view === 'all'
                ? `Show only the slowest subtasks of ${operator.name}`
                : `These are the slowest; show all ${operator.subtasks.length} subtasks of ${operator.name}`}
            </UnstyledButton>
          </td>
        </tr>
      ) : null}
    </tbody>
  );
}

/** Those that have not acknowledged; of a wide operator the first ones: the figure beside its name counts all. */
function AwaitedRows({
  operator,
  detail,
}: {
  readonly operator: OperatorCheckpoint;
  readonly detail: CheckpointDetail;
}) {
  if (awaitedSubtasks(detail).length === 0) return null;
  return awaitedOf(operator)
    .slice(0, subtasksAtOnce)
    .map((index) => (
      <tr key={index} data-row data-subtask={index} data-awaited>
        <th scope="row" className={styles.subtaskName}>
          subtask {index}
        </th>
        <td colSpan={10} className={styles.awaited}>
          {detail.status === 'IN_PROGRESS' ? 'has not acknowledged yet' : 'had not acknowledged when it failed'}
        </td>
      </tr>
    ));
}
