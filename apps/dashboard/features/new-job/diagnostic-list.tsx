import { UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react';
import styles from './new-job.module.css';

export interface Remark {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

/** Each remark leads to its place in the text. */
export function DiagnosticList({
  remarks,
  onReveal,
}: {
  readonly remarks: readonly Remark[];
  readonly onReveal: (pointer: string) => void;
}) {
  if (remarks.length === 0) return null;
  return (
    <ul className={styles.remarks} aria-label="Remarks on the spec">
      {remarks.map((remark, index) => (
        <li key={`${remark.pointer} ${remark.code} ${index}`}>
          <UnstyledButton
            className={styles.remark}
            data-severity={remark.severity}
            onClick={() => onReveal(remark.pointer)}
          >
            {remark.severity === 'error' ? (
              <IconCircleX size={15} aria-label="error" />
            ) : (
              <IconAlertTriangle size={15} aria-label="warning" />
            )}
            <span>
              {remark.message}
              <code className={styles.pointer}>{remark.pointer === '' ? 'whole document' : remark.pointer}</code>
            </span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}
