import type { ReactNode } from 'react';
import styles from './empty-state.module.css';

/** What is not there, why, and what to do about it. */
export function EmptyState(props: {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** Below the action: another way to the same end. */
  readonly details?: ReactNode;
  /** 1 where it is the whole page. */
  readonly titleLevel?: 1;
}) {
  const Title = props.titleLevel === 1 ? 'h1' : 'p';
  return (
    <div className={styles.empty}>
      {props.icon === undefined ? null : <div className={styles.icon}>{props.icon}</div>}
      <Title className={styles.title}>{props.title}</Title>
      {props.children === undefined ? null : <div className={styles.text}>{props.children}</div>}
      {props.action === undefined ? null : <div className={styles.action}>{props.action}</div>}
      {props.details === undefined ? null : <div className={styles.details}>{props.details}</div>}
    </div>
  );
}
