'use client';

import { Button } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { exceptionsQuery } from '#api/job-queries.ts';
import { EmptyState } from '#components/empty-state.tsx';
import { PageBody } from '#components/page-body.tsx';
import { Panel } from '#components/panel.tsx';
import { QueryRegion } from '#components/query-region.tsx';
import { groupByRun } from '#data/exception-groups.ts';
import { useJob } from '#features/job/use-job.tsx';
import { usePollInterval } from '#live/live-provider.tsx';
import { FailureItem } from './failure-item.tsx';

export function ExceptionsView() {
  const job = useJob();
  const query = useInfiniteQuery({ ...exceptionsQuery(job.id), refetchInterval: usePollInterval() });
  return (
    <PageBody>
      <QueryRegion query={query}>
        {({ pages }) => {
          const runs = groupByRun(pages.flatMap((page) => page.items));
          return runs.length === 0 ? (
            <NoException />
          ) : (
            runs.map(({ runId, runNumber, exceptions }) => (
              <Panel
                key={runId}
                title={`Run #${runNumber}`}
                layout="flush"
                aside={exceptions.length === 1 ? '1 failure' : `${exceptions.length} failures`}
              >
                {exceptions.map((exception) => (
                  <FailureItem
                    key={`${exception.epoch ?? 'run'} ${exception.failure.timestamp}`}
                    exception={exception}
                  />
                ))}
              </Panel>
            ))
          );
        }}
      </QueryRegion>
      {query.hasNextPage ? (
        <Button variant="subtle" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show older ones
        </Button>
      ) : null}
    </PageBody>
  );
}

function NoException() {
  return (
    <Panel title="Exceptions">
      <EmptyState icon={<IconCircleCheck size={20} />} title="Nothing has failed">
        Failures of tasks and attempts are listed here, by run, with what happened and where.
      </EmptyState>
    </Panel>
  );
}
