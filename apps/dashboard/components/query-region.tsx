'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { messageOf } from '@weir/kernel';
import type { ReactNode } from 'react';
import { useStaleness } from '#live/live-provider.tsx';
import { useLastError } from '#live/use-last-error.ts';
import styles from './as-of.module.css';
import { ErrorCard } from './error-card.tsx';
import { Moment } from './figures.tsx';
import { SkeletonRows } from './skeleton-rows.tsx';

/** Skeleton until the first answer, the error when there never was one, and then the last good answer: with its age where it could not be renewed. */
export function QueryRegion<Data>(props: {
  readonly query: Pick<UseQueryResult<Data>, 'data' | 'dataUpdatedAt' | 'error' | 'refetch'>;
  readonly skeleton?: ReactNode;
  readonly extent?: 'region' | 'page';
  readonly children: (data: Data) => ReactNode;
}) {
  const { data, refetch } = props.query;
  const error = useLastError(props.query);
  if (data !== undefined) {
    return (
      <>
        {props.query.error === null ? null : <NotRenewed error={props.query.error} at={props.query.dataUpdatedAt} />}
        {props.children(data)}
      </>
    );
  }
  if (error !== null)
    return <ErrorCard error={error} onRetry={() => void refetch()} extent={props.extent ?? 'region'} />;
  return props.skeleton ?? <SkeletonRows rows={4} />;
}

/** While nothing at all can be read the page says so once. */
function NotRenewed({ error, at }: { readonly error: Error; readonly at: number }) {
  if (useStaleness() !== undefined) return null;
  return (
    <p className={styles.notRenewed} role="status">
      As of <Moment value={at} />: it could not be read anew. {messageOf(error)}
    </p>
  );
}
