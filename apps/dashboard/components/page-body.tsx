import type { ReactNode } from 'react';
import styles from './page-body.module.css';

/** The column of a page's regions. */
export function PageBody({ children }: { readonly children: ReactNode }) {
  return <div className={styles.body}>{children}</div>;
}
