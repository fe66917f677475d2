'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { eventTypes } from '@weir/api-client';
import { messageOf } from '@weir/kernel';
import { createContext, use, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import { pulseQuery } from '#api/pulse-query.ts';
import { InvalidationThrottle } from './invalidation-throttle.ts';
import { useLastError } from './use-last-error.ts';
import { LiveConnection, type LiveStatus } from './live-connection.ts';

/** Nothing can be read: what is shown is as of `since` (epoch ms; undefined when nothing was ever read). */
export interface Staleness {
  readonly since: number | undefined;
  readonly cause: string;
}

interface Liveness {
  readonly stream: LiveStatus;
  readonly staleness: Staleness | undefined;
}

const idle: LiveStatus = { kind: 'idle' };
const LiveContext = createContext<Liveness>({ stream: idle, staleness: undefined });

/** Pages poll at this pace while the event stream is down. */
const fallbackPollMs = 3_000;

export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const queryClient = useQueryClient();
  const [{ connection, throttle }] = useState(() => {
    const invalidation = new InvalidationThrottle(queryClient);
    return {
      throttle: invalidation,
      connection: new LiveConnection({
        connect: () => new EventSource('/api/v1/events'),
        eventNames: eventTypes,
        onEvent: invalidation.take,
        onRecovered: invalidation.everything,
      }),
    };
  });
  useEffect(() => {
    connection.open();
    return () => connection.close();
  }, [connection]);
  const stream = useSyncExternalStore(connection.subscribe, connection.status, () => idle);
  const pulse = useQuery(pulseQuery());
  const error = useLastError(pulse);
  const isStale = error !== null;
  useEffect(() => {
    if (isStale) return () => throttle.everything();
    return undefined;
  }, [isStale, throttle]);
  const cause = error === null ? undefined : messageOf(error);
  const since = cause === undefined || pulse.dataUpdatedAt === 0 ? undefined : pulse.dataUpdatedAt;
  const liveness = useMemo(
    () => ({ stream, staleness: cause === undefined ? undefined : { since, cause } }),
    [stream, cause, since],
  );
  return <LiveContext value={liveness}>{children}</LiveContext>;
}

export function useLiveStatus(): LiveStatus {
  return use(LiveContext).stream;
}

/** Undefined while what is shown is of now. */
export function useStaleness(): Staleness | undefined {
  return use(LiveContext).staleness;
}

/**
 * How often a query must ask by itself: `whileLive` for figures that no event announces, the others while events are lost; never while
 * nothing can be read, as the pulse tells when that is over.
 */
export function usePollInterval(whileLive: number | false = false): number | false {
  const { stream, staleness } = use(LiveContext);
  if (staleness !== undefined) return false;
  return stream.kind === 'lost' && whileLive === false ? fallbackPollMs : whileLive;
}
