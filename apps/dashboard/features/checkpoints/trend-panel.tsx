'use client';

import { UnstyledButton } from '@mantine/core';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { EmptyState } from '#components/empty-state.tsx';
import { Panel } from '#components/panel.tsx';
import { SkeletonRows } from '#components/skeleton-rows.tsx';
import type { Checkpoint } from '#data/api-types.ts';
import { checkpointTrend } from '#data/checkpoint-trend.ts';
import { TrendTable } from './trend-table.tsx';
import styles from './checkpoints.module.css';

const TrendCharts = dynamic(() => import('./trend-charts.tsx').then((module) => module.TrendCharts), {
  ssr: false,
  loading: () => <SkeletonRows rows={6} />,
});

export function TrendPanel({ checkpoints }: { readonly checkpoints: readonly Checkpoint[] }) {
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const points = checkpointTrend(checkpoints);
  const content = view === 'chart' ? <TrendCharts points={points} /> : <TrendTable points={points} />;
  return (
    <Panel
      title="Trend"
      layout="flush"
      aside={
        points.length === 0 ? undefined : (
          <>
            <span>{points.length === 1 ? 'the last one' : `the last ${points.length}`}</span>
            <UnstyledButton className={styles.textButton} onClick={() => setView(view === 'chart' ? 'table' : 'chart')}>
              {view === 'chart' ? 'Show as table' : 'Show as chart'}
            </UnstyledButton>
          </>
        )
      }
    >
      {points.length === 0 ? (
        <EmptyState title="No checkpoint has ended yet">
          Its duration and size appear here as soon as one has.
        </EmptyState>
      ) : (
        content
      )}
    </Panel>
  );
}
