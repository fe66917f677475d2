'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { ErrorCard } from './error-card.tsx';
import { SkeletonRows } from './skeleton-rows.tsx';

/** Skeleton until the first answer, the error when there never was one, and the last good answer ever after. */
export function QueryRegion<Data>(props: {
  readonly query: Pick<UseQueryResult<Data>, 'data' | 'error' | 'refetch'>;
  readonly skeleton?: ReactNode;
  readonly extent?: 'region' | 'page';
  readonly children: (data: Data) => ReactNode;
}) {
  const { data, refetch } = props.query;
  const error = useLastError(props.query.error);
  if (data !== undefined) return props.children(data);
  if (error !== null)
    return <ErrorCard error={error} onRetry={() => void refetch()} extent={props.extent ?? 'region'} />;
  return props.skeleton ?? <SkeletonRows rows={4} />;
}

/** A query forgets its error while it tries again; the card must not flicker meanwhile. */
function useLastError(error: Error | null): Error | null {
  const [last, setLast] = useState(error);
  if (error !== null && error !== last) setLast(error);
  return error ?? last;
}
