'use client';

import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { jobsQuery, type JobFilter } from '#api/job-queries.ts';
import { PageBody } from '#components/page-body.tsx';
import { PageHeader } from '#components/page-header.tsx';
import { QueryRegion } from '#components/query-region.tsx';
import { usePollInterval } from '#live/live-provider.tsx';
import { JobFilterBar } from './job-filter-bar.tsx';
import { JobTable } from './job-table.tsx';
import { NoJobs } from './no-jobs.tsx';
import { OverviewStrip } from './overview-strip.tsx';
import styles from './jobs.module.css';

export function JobsView({ filter }: { readonly filter: JobFilter }) {
  const query = useInfiniteQuery({ ...jobsQuery(filter), refetchInterval: usePollInterval() });
  const isFiltered = filter.state !== undefined || filter.name !== undefined;
  const hasNone = query.data?.pages[0]?.items.length === 0;
  return (
    <>
      <PageHeader
        title="Jobs"
        actions={
          <Button component={Link} href="/jobs/new" leftSection={<IconPlus size={15} />}>
            New job
          </Button>
        }
      />
      <PageBody>
        <OverviewStrip />
        {hasNone && !isFiltered ? null : <JobFilterBar filter={filter} />}
        <section className={styles.list} aria-label="Jobs">
          <QueryRegion query={query}>
            {({ pages }) => {
              const jobs = pages.flatMap((page) => page.items);
              return jobs.length === 0 ? (
                <NoJobs reason={isFiltered ? 'filtered' : 'none'} />
              ) : (
                <JobTable jobs={jobs} />
              );
            }}
          </QueryRegion>
          {query.hasNextPage ? (
            <Button
              variant="subtle"
              fullWidth
              loading={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              Show more jobs
            </Button>
          ) : null}
        </section>
      </PageBody>
    </>
  );
}
