import { IconAlertTriangle } from '@tabler/icons-react';
import type { Diagnostic } from '#data/api-types.ts';
import styles from './overview.module.css';

export function WarningList({ warnings }: { readonly warnings: readonly Diagnostic[] }) {
  return (
    <ul className={styles.warnings} aria-label="Warnings">
      {warnings.map((warning) => (
        <li key={`${warning.pointer} ${warning.code}`} className={styles.warning}>
          <IconAlertTriangle size={15} aria-hidden />
          <span>
            {warning.message} <code className={styles.pointer}>{warning.pointer}</code>
          </span>
        </li>
      ))}
    </ul>
  );
}
