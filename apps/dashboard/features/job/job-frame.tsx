'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { jobQuery } from '#api/job-queries.ts';
import { QueryRegion } from '#components/query-region.tsx';
import { usePollInterval } from '#live/live-provider.tsx';
import { JobHeader } from './job-header.tsx';
import { JobTabs } from './job-tabs.tsx';
import { JobProvider } from './use-job.tsx';
import styles from './job.module.css';

/** What all tabs of a job share: its header, its tabs, and the job itself. */
export function JobFrame({ jobId, children }: { readonly jobId: string; readonly children: ReactNode }) {
  const query = useQuery({ ...jobQuery(jobId), refetchInterval: usePollInterval() });
  return (
    <QueryRegion query={query} extent="page">
      {(job) => (
        <JobProvider job={job}>
          <header className={styles.head}>
            <JobHeader job={job} />
            <JobTabs jobId={jobId} />
          </header>
          <div className={styles.content}>{children}</div>
        </JobProvider>
      )}
    </QueryRegion>
  );
}
