'use client';

import { IconBookmarks } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { allSavepointsQuery } from '#api/savepoint-queries.ts';
import { EmptyState } from '#components/empty-state.tsx';
import { PageBody } from '#components/page-body.tsx';
import { PageHeader } from '#components/page-header.tsx';
import { Panel } from '#components/panel.tsx';
import { usePollInterval } from '#live/live-provider.tsx';
import { SavepointList } from './savepoint-list.tsx';

export function AllSavepointsView() {
  const query = useInfiniteQuery({ ...allSavepointsQuery(), refetchInterval: usePollInterval() });
  return (
    <>
      <PageHeader title="Savepoints" description="Of all jobs, newest first. They outlive their job." />
      <PageBody>
        <Panel title="All savepoints" layout="flush">
          <SavepointList
            query={query}
            scope="all"
            empty={
              <EmptyState icon={<IconBookmarks size={20} />} title="No savepoint yet">
                Take one on the page of a running job.
              </EmptyState>
            }
          />
        </Panel>
      </PageBody>
    </>
  );
}
