'use client';

import { AppShell, Burger, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useStaleness } from '#live/live-provider.tsx';
import { Brand } from './brand.tsx';
import { LiveIndicator, StaleBanner } from './live-indicator.tsx';
import { NavRail } from './nav-rail.tsx';
import styles from './shell.module.css';

export function Shell({ children }: { readonly children: ReactNode }) {
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const isStale = useStaleness() !== undefined;
  return (
    <AppShell
      navbar={{ width: 196, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      header={{ height: { base: 48, sm: 0 } }}
      padding={0}
    >
      <a className="skip-link" href="#content">
        Skip to the content
      </a>
      <AppShell.Header hiddenFrom="sm" className={styles.bar}>
        <Group h="100%" px="sm" gap="sm">
          <Burger opened={isOpen} onClick={toggle} size="sm" aria-label="Navigation" />
          <Brand />
          <span className={styles.barStatus}>
            <LiveIndicator />
          </span>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={styles.rail}>
        <NavRail onNavigate={close} />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} className={styles.main} data-stale={isStale || undefined}>
        <StaleBanner />
        {children}
      </AppShell.Main>
    </AppShell>
  );
}
