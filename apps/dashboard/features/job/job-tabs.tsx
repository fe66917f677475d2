'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import styles from './job.module.css';

const tabs = [
  { path: 'overview', label: 'Overview' },
  { path: 'checkpoints', label: 'Checkpoints' },
  { path: 'savepoints', label: 'Savepoints' },
  { path: 'output', label: 'Output' },
  { path: 'exceptions', label: 'Exceptions' },
  { path: 'configuration', label: 'Configuration' },
] as const;

/** Where the strip is wider than the page, the tab of the page is brought into sight. */
export function JobTabs({ jobId }: { readonly jobId: string }) {
  const here = usePathname();
  const strip = useRef<HTMLElement>(null);
  useEffect(() => {
    const current = strip.current?.querySelector('[aria-current]');
    current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [here]);
  return (
    <nav ref={strip} aria-label="Sections of the job" className={styles.tabs}>
      {tabs.map(({ path, label }) => {
        const href = `/jobs/${jobId}/${path}`;
        return (
          <Link key={path} href={href} className={styles.tab} aria-current={here.startsWith(href) ? 'page' : undefined}>
            {label}
          </Link>
        );
      })}
    </nav>
  );
}
