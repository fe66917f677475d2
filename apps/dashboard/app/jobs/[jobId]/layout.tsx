import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { ApiProblem } from '#api/api-problem.ts';
import { jobQuery } from '#api/job-queries.ts';
import { Prefetched } from '#api/prefetched.tsx';
import { JobFrame } from '#features/job/job-frame.tsx';

interface Props {
  readonly params: Promise<{ readonly jobId: string }>;
  readonly children: ReactNode;
}

export const metadata: Metadata = { title: 'Job' };

export default async function JobLayout({ params, children }: Props) {
  const { jobId } = await params;
  let isMissing = false;
  const frame = await Prefetched({
    queries: (client) => [
      client.fetchQuery(jobQuery(jobId)).catch((error: unknown) => {
        isMissing = error instanceof ApiProblem && (error.status === 404 || error.status === 400);
      }),
    ],
    children: <JobFrame jobId={jobId}>{children}</JobFrame>,
  });
  if (isMissing) notFound();
  return frame;
}
