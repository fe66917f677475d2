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
  /** The whole page or a part of it: a page has its title as a heading. */
  readonly extent?: 'region' | 'page';
}) {
  const Title = props.extent === 'page' ? 'h1' : 'p';
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
