'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => undefined;

/** The origin this page came from, for commands to copy; the default one until the browser has it. */
export function useOrigin(): string {
  return useSyncExternalStore(
    never,
    () => window.location.origin,
    () => 'http://127.0.0.1:4000',
  );
}
