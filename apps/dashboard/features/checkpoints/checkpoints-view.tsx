'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { checkpointsQuery, checkpointSummaryQuery } from '#api/checkpoint-queries.ts';
import { PageBody } from '#components/page-body.tsx';
import { Panel } from '#components/panel.tsx';
import { QueryRegion } from '#components/query-region.tsx';
import { historyQueryOf, type HistoryFilter } from '#data/search-params.ts';
import { useJob } from '#features/job/use-job.tsx';
import { usePollInterval } from '#live/live-provider.tsx';
import { CheckpointCounts } from './checkpoint-counts.tsx';
import { CheckpointHistory } from './checkpoint-history.tsx';
import { LatestCards } from './latest-cards.tsx';
import { SummaryTable } from './summary-table.tsx';
import { TrendPanel } from './trend-panel.tsx';
import styles from './checkpoints.module.css';

export function CheckpointsView({ show }: { readonly show: HistoryFilter }) {
  const job = useJob();
  const refetchInterval = usePollInterval();
  const history = useInfiniteQuery({ ...checkpointsQuery(job.id, historyQueryOf(show)), refetchInterval });
  const trend = useInfiniteQuery({ ...checkpointsQuery(job.id), refetchInterval });
  const summary = useQuery({ ...checkpointSummaryQuery(job.id), refetchInterval });
  return (
    <PageBody>
      <QueryRegion query={trend}>
        {({ pages }) => {
          const first = pages[0];
          if (first === undefined) return null;
          return (
            <>
              <CheckpointCounts counts={first.counts} />
              <div className={styles.twoColumns}>
                <TrendPanel checkpoints={pages.flatMap((page) => page.items)} />
                <div className={styles.right}>
                  <Panel
                    title="Summary"
                    layout="flush"
                    aside={summary.data === undefined ? undefined : `of ${summary.data.count} completed`}
                  >
                    <QueryRegion query={summary}>{(data) => <SummaryTable summary={data} />}</QueryRegion>
                  </Panel>
                  <LatestCards latest={first.latest} />
                </div>
              </div>
            </>
          );
        }}
      </QueryRegion>
      <CheckpointHistory history={history} show={show} />
    </PageBody>
  );
}
