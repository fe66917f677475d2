'use client';

import { Tooltip } from '@mantine/core';
import { assertNever } from '@weir/kernel';
import { formatMoment } from '#data/format.ts';
import { useLiveStatus } from '#live/live-provider.tsx';
import type { LiveStatus } from '#live/live-connection.ts';
import styles from './shell.module.css';

/** Whether the page changes by itself, and since when it does not. */
export function LiveIndicator() {
  const { label, tone, meaning } = describe(useLiveStatus());
  return (
    <Tooltip label={meaning}>
      <span className={styles.live} data-tone={tone} role="status">
        <span className={styles.liveDot} aria-hidden />
        {label}
      </span>
    </Tooltip>
  );
}

function describe(status: LiveStatus): { readonly label: string; readonly tone: string; readonly meaning: string } {
  switch (status.kind) {
    case 'idle':
    case 'connecting':
      return { label: 'Connecting', tone: 'idle', meaning: 'Opening the stream of events.' };
    case 'live':
      return { label: 'Live', tone: 'ok', meaning: 'Changes appear as they happen.' };
    case 'lost': {
      const since = formatMoment(status.since, status.since);
      return {
        label: `Polling since ${since}`,
        tone: 'warn',
        meaning: 'The stream of events is down. The page asks every few seconds and goes live again by itself.',
      };
    }
    default:
      return assertNever(status);
  }
}
