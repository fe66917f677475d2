'use client';

import { Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './explained-menu-item.module.css';

/** An item of a menu that, when it cannot be chosen, stays in its place, can be reached by keyboard, and says why. */
export function ExplainedMenuItem(props: {
  readonly icon: ReactNode;
  readonly refusal: string | undefined;
  readonly tone?: 'plain' | 'destructive';
  readonly onChoose: () => void;
  readonly children: ReactNode;
}) {
  const { icon, refusal, tone = 'plain', onChoose, children } = props;
  const isRefused = refusal !== undefined;
  const allowed = tone === 'destructive' ? styles.destructive : undefined;
  return (
    <Menu.Item
      leftSection={icon}
      aria-disabled={isRefused}
      className={isRefused ? styles.refused : allowed}
      closeMenuOnClick={!isRefused}
      onClick={() => {
        if (!isRefused) onChoose();
      }}
    >
      {children}
      {isRefused ? <span className={styles.reason}>{refusal}</span> : null}
    </Menu.Item>
  );
}
