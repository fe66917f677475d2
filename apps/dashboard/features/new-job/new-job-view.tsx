'use client';

import dynamic from 'next/dynamic';
import { PageBody } from '#components/page-body.tsx';
import { PageHeader } from '#components/page-header.tsx';
import { Panel } from '#components/panel.tsx';
import { SkeletonRows } from '#components/skeleton-rows.tsx';

/** The draft lives in the browser, so the form begins there. */
const NewJobForm = dynamic(() => import('./new-job-form.tsx').then((module) => module.NewJobForm), {
  ssr: false,
  loading: () => (
    <>
      <PageHeader title="New job" />
      <PageBody>
        <Panel title="Job spec">
          <SkeletonRows rows={12} />
        </Panel>
      </PageBody>
    </>
  ),
});

export function NewJobView() {
  return <NewJobForm />;
}
