'use client';

import { invariant } from '@weir/kernel';
import { createContext, use, type ReactNode } from 'react';
import type { Job } from '#data/api-types.ts';

const JobContext = createContext<Job | undefined>(undefined);

export function JobProvider({ job, children }: { readonly job: Job; readonly children: ReactNode }) {
  return <JobContext value={job}>{children}</JobContext>;
}

/** The job of the page, as last fetched. */
export function useJob(): Job {
  const job = use(JobContext);
  invariant(job !== undefined, 'useJob is called below a JobProvider.');
  return job;
}
