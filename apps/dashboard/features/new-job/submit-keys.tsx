'use client';

import { useOs } from '@mantine/hooks';
import styles from './new-job.module.css';

/** The keys that submit the editor, as the reader's keyboard names them. */
export function SubmitKeys() {
  const os = useOs();
  return <span className={styles.shortcut}>{os === 'macos' || os === 'ios' ? '⌘↵' : 'Ctrl ↵'}</span>;
}
