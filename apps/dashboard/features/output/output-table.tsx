'use client';

import { useLayoutEffect, useRef } from 'react';
import tableStyles from '#components/data-table.module.css';
import { Moment } from '#components/figures.tsx';
import type { OutputRow } from '#data/api-types.ts';
import { cellText, tailColumns } from '#data/output-tail.ts';
import styles from './output.module.css';

/** The newest row is at the bottom; while the tail follows, it is kept in sight. */
export function OutputTable({
  rows,
  mode,
}: {
  readonly rows: readonly OutputRow[];
  readonly mode: 'following' | 'paused';
}) {
  const frame = useRef<HTMLDivElement>(null);
  const newest = rows.at(-1)?.sequence;
  useLayoutEffect(() => {
    if (mode === 'following') frame.current?.scrollTo({ top: frame.current.scrollHeight });
  }, [newest, mode]);
  const columns = tailColumns(rows);
  return (
    <div
      ref={frame}
      className={styles.frame}
      tabIndex={0}
      role="log"
      aria-live="off"
      aria-label="Rows of the print sinks"
    >
      <table className={`${tableStyles.table} ${styles.rows}`}>
        <thead>
          <tr>
            <th scope="col" className={`${tableStyles.num} ${tableStyles.tight}`}>
              Sequence
            </th>
            <th scope="col" className={tableStyles.tight}>
              Time
            </th>
            <th scope="col" className={tableStyles.tight}>
              Sink
            </th>
            {columns.map((column) => (
              <th key={column} scope="col" className={styles.value}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.sequence}>
              <td className={`${tableStyles.num} ${tableStyles.muted}`}>{row.sequence}</td>
              <td className={tableStyles.muted}>
                <Moment value={row.timestamp} />
              </td>
              <td className={tableStyles.muted}>
                {row.operator} #{row.subtask}
              </td>
              {columns.map((column) => (
                <td key={column} className={typeof row.row[column] === 'number' ? styles.number : styles.value}>
                  {cellText(row.row[column])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
