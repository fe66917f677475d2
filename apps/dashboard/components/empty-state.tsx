import type { ReactNode } from 'react';
import styles from './empty-state.module.css';

/** What is not there, why, and what to do about it. */
export function EmptyState(props: {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className={styles.empty}>
      {props.icon === undefined ? null : <div className={styles.icon}>{props.icon}</div>}
      <p className={styles.title}>{props.title}</p>
      {props.children === undefined ? null : <div className={styles.text}>{props.children}</div>}
      {props.action === undefined ? null : <div className={styles.action}>{props.action}</div>}
    </div>
  );
}
