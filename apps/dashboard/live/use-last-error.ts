import { useState } from 'react';

/** A query that was never answered forgets its error while it tries again; what is said of it must not flicker meanwhile. */
export function useLastError({ data, error }: { readonly data?: unknown; readonly error: Error | null }): Error | null {
  const [last, setLast] = useState(error);
  if (error !== null && error !== last) setLast(error);
  return data === undefined ? (error ?? last) : error;
}
