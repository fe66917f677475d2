import type { ReactNode } from 'react';
import { AsOf } from './as-of.tsx';
import styles from './stat.module.css';

/** A row of figures with their names. */
export function StatRow({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <dl className={styles.row} aria-label={label}>
        {children}
      </dl>
      <AsOf />
    </div>
  );
}

export function Stat({
  label,
  children,
  note,
}: {
  readonly label: string;
  readonly children: ReactNode;
  readonly note?: ReactNode;
}) {
  return (
    <div className={styles.stat}>
      <dt className={styles.label}>{label}</dt>
      <dd className={styles.value}>
        <span className={styles.figure}>{children}</span>
        {note === undefined ? null : <span className={styles.note}>{note}</span>}
      </dd>
    </div>
  );
}
