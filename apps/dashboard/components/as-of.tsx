'use client';

import { IconClockPause } from '@tabler/icons-react';
import { useStaleness } from '#live/live-provider.tsx';
import styles from './as-of.module.css';
import { Moment } from './figures.tsx';

/** Beside what is read: of when it is, while nothing new can be read. Nothing otherwise. */
export function AsOf() {
  const staleness = useStaleness();
  if (staleness?.since === undefined) return null;
  return (
    <span className={styles.asOf} title={staleness.cause}>
      <IconClockPause size={13} aria-hidden /> as of <Moment value={staleness.since} />
    </span>
  );
}
