'use client';

import { Tooltip } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { assertNever } from '@weir/kernel';
import { Age, Moment } from '#components/figures.tsx';
import { formatMoment } from '#data/format.ts';
import type { LiveStatus } from '#live/live-connection.ts';
import { useLiveStatus, useStaleness, type Staleness } from '#live/live-provider.tsx';
import styles from './shell.module.css';

interface Look {
  readonly label: string;
  readonly tone: 'ok' | 'idle' | 'warn' | 'bad';
  readonly meaning: string;
}

/** Whether the page changes by itself, and since when it does not. */
export function LiveIndicator() {
  const { label, tone, meaning } = describe(useLiveStatus(), useStaleness());
  return (
    <Tooltip label={meaning}>
      <span className={styles.live} data-tone={tone} role="status">
        <span className={styles.liveDot} aria-hidden />
        {label}
      </span>
    </Tooltip>
  );
}

/** Over every page while nothing can be read: since when, and why. */
export function StaleBanner() {
  const staleness = useStaleness();
  if (staleness === undefined) return null;
  return (
    <div role="alert" className={styles.stale}>
      <IconPlugConnectedX size={16} aria-hidden />
      <span>
        {staleness.since === undefined ? (
          'Nothing can be read.'
        ) : (
          <>
            Not up to date: what is shown was read at <Moment value={staleness.since} />
            {/* It changes each second, and an alert is read out with every change. */}
            <span aria-hidden>
              {' '}
              (<Age value={staleness.since} />)
            </span>
            .
          </>
        )}{' '}
        {staleness.cause} It is tried again every few seconds.
      </span>
    </div>
  );
}

function describe(stream: LiveStatus, staleness: Staleness | undefined): Look {
  if (staleness !== undefined) return { label: 'Not up to date', tone: 'bad', meaning: staleness.cause };
  switch (stream.kind) {
    case 'idle':
    case 'connecting':
      return { label: 'Connecting', tone: 'idle', meaning: 'Opening the stream of events.' };
    case 'live':
      return { label: 'Live', tone: 'ok', meaning: 'Changes appear as they happen.' };
    case 'lost': {
      const since = formatMoment(stream.since, stream.since);
      return {
        label: `Polling since ${since}`,
        tone: 'warn',
        meaning: 'The stream of events is down. The page asks every few seconds and goes live again by itself.',
      };
    }
    default:
      return assertNever(stream);
  }
}
