'use client';

import { useQueryClient } from '@tanstack/react-query';
import { eventTypes } from '@weir/api-client';
import { createContext, use, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { InvalidationThrottle } from './invalidation-throttle.ts';
import { LiveConnection, type LiveStatus } from './live-connection.ts';

const idle: LiveStatus = { kind: 'idle' };
const LiveContext = createContext<LiveStatus>(idle);

/** Pages poll at this pace while the event stream is down. */
export const fallbackPollMs = 3_000;

export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const queryClient = useQueryClient();
  const [connection] = useState(() => {
    const throttle = new InvalidationThrottle(queryClient);
    return new LiveConnection({
      connect: () => new EventSource('/api/v1/events'),
      eventNames: eventTypes,
      onEvent: throttle.take,
      onRecovered: throttle.everything,
    });
  });
  useEffect(() => {
    connection.open();
    return () => connection.close();
  }, [connection]);
  const status = useSyncExternalStore(connection.subscribe, connection.status, () => idle);
  return <LiveContext value={status}>{children}</LiveContext>;
}

export function useLiveStatus(): LiveStatus {
  return use(LiveContext);
}

/** How often a query must ask by itself: never while events arrive, except for figures that no event announces. */
export function usePollInterval(): number | false {
  return useLiveStatus().kind === 'lost' ? fallbackPollMs : false;
}
