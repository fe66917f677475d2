'use client';

import { IconApi, IconBookmarks, IconPlus, IconStack2, type TablerIcon } from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { Brand } from './brand.tsx';
import { ColorSchemeToggle } from './color-scheme-toggle.tsx';
import { LiveIndicator } from './live-indicator.tsx';
import styles from './shell.module.css';

interface Place {
  readonly href: string;
  readonly label: string;
  readonly Icon: TablerIcon;
  readonly isHere: (path: string) => boolean;
}

const places: readonly Place[] = [
  {
    href: '/jobs',
    label: 'Jobs',
    Icon: IconStack2,
    isHere: (path) => path.startsWith('/jobs') && path !== '/jobs/new',
  },
  { href: '/jobs/new', label: 'New job', Icon: IconPlus, isHere: (path) => path === '/jobs/new' },
  { href: '/savepoints', label: 'Savepoints', Icon: IconBookmarks, isHere: (path) => path.startsWith('/savepoints') },
];

export function NavRail({ onNavigate }: { readonly onNavigate: () => void }) {
  const path = usePathname();
  return (
    <>
      <div className={styles.railHead}>
        <Brand />
      </div>
      <nav aria-label="Main" className={styles.places}>
        {places.map(({ href, label, Icon, isHere }) => (
          <Link
            key={href}
            href={href}
            className={styles.place}
            aria-current={isHere(path) ? 'page' : undefined}
            onClick={onNavigate}
          >
            <Icon size={17} stroke={1.6} aria-hidden />
            {label}
          </Link>
        ))}
        <a href="/api/docs" className={styles.place} target="_blank" rel="noreferrer">
          <IconApi size={17} stroke={1.6} aria-hidden />
          API reference
        </a>
      </nav>
      <div className={styles.railFoot}>
        <LiveIndicator />
        <ColorSchemeToggle />
      </div>
    </>
  );
}
