'use client';

import { UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import tableStyles from '#components/data-table.module.css';
import { Bytes, Duration } from '#components/figures.tsx';
import type { Subtask } from '#data/api-types.ts';
import { BarrierTable } from './barrier-table.tsx';
import { PhaseBar } from './phase-bar.tsx';
import styles from './checkpoints.module.css';

export function SubtaskRow(props: {
  readonly uid: string;
  readonly subtask: Subtask;
  readonly axisMs: number;
  readonly triggerTimestamp: number;
  readonly isSlowest: boolean;
}) {
  const { uid, subtask, axisMs, isSlowest } = props;
  const [isOpen, setOpen] = useState(false);
  const id = `${uid}-${subtask.index}`;
  return (
    <>
      <tr data-row id={id} data-subtask={subtask.index}>
        <th scope="row" className={styles.subtaskName}>
          subtask {subtask.index}
          {isSlowest ? <span className={styles.slowest}>slowest</span> : null}
        </th>
        <SubtaskFigures subtask={subtask} axisMs={axisMs} />
        <td>
          {subtask.channels.length === 0 ? (
            <span
              className={tableStyles.muted}
              title="It reads from no channel: a source, or in one loop with what it reads from."
            >
              no channel
            </span>
          ) : (
            <UnstyledButton className={styles.textButton} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              <IconChevronRight size={12} className={styles.chevron} data-open={isOpen} aria-hidden />
              {subtask.channels.length === 1 ? '1 channel' : `${subtask.channels.length} channels`}
            </UnstyledButton>
          )}
        </td>
      </tr>
      {isOpen ? (
        <tr>
          <td colSpan={11} className={styles.barriers}>
            <BarrierTable
              subtask={subtask}
              triggerTimestamp={props.triggerTimestamp}
              name={`${uid} ${subtask.index}`}
            />
          </td>
        </tr>
      ) : null}
    </>
  );
}

function SubtaskFigures({ subtask, axisMs }: { readonly subtask: Subtask; readonly axisMs: number }) {
  return (
    <>
      <td className={styles.barColumn}>
        <PhaseBar subtask={subtask} axisMs={axisMs} />
      </td>
      <td className={tableStyles.num}>
        <Duration value={subtask.endToEndDuration} />
      </td>
      <td className={tableStyles.num}>
        <Duration value={subtask.startDelay} />
      </td>
      <td className={tableStyles.num}>
        <Duration value={subtask.alignmentDuration} />
      </td>
      <td className={tableStyles.num}>
        <Duration value={subtask.syncDuration} />
      </td>
      <td className={tableStyles.num}>
        <Duration value={subtask.asyncDuration} />
      </td>
      <td className={tableStyles.num}>
        <Bytes value={subtask.checkpointedSize} />
      </td>
      <td className={tableStyles.num}>
        <Bytes value={subtask.stateSize} />
      </td>
      <td className={tableStyles.num}>
        <Bytes value={subtask.processedData} />
      </td>
    </>
  );
}
