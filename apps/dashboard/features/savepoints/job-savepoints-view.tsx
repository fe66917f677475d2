'use client';

import { IconBookmark } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { jobSavepointsQuery } from '#api/savepoint-queries.ts';
import { EmptyState } from '#components/empty-state.tsx';
import { ExplainedButton } from '#components/explained-button.tsx';
import { PageBody } from '#components/page-body.tsx';
import { Panel } from '#components/panel.tsx';
import { refusal } from '#data/job-actions.ts';
import { SavepointDialog } from '#features/job-actions/savepoint-dialog.tsx';
import { useJob } from '#features/job/use-job.tsx';
import { usePollInterval } from '#live/live-provider.tsx';
import { SavepointList } from './savepoint-list.tsx';

export function JobSavepointsView() {
  const job = useJob();
  const [isTaking, setTaking] = useState(false);
  const query = useInfiniteQuery({ ...jobSavepointsQuery(job.id), refetchInterval: usePollInterval() });
  const takeButton = (
    <ExplainedButton
      leftSection={<IconBookmark size={14} />}
      refusal={refusal(job, 'savepoint')}
      onClick={() => setTaking(true)}
    >
      Take a savepoint
    </ExplainedButton>
  );
  return (
    <PageBody>
      <Panel title="Savepoints" layout="flush" aside={takeButton}>
        <SavepointList
          query={query}
          scope="job"
          empty={
            <EmptyState icon={<IconBookmark size={20} />} title="No savepoint yet">
              A savepoint is a snapshot that you take and name: before an upgrade, to change the parallelism, to move a
              job. It is never removed by retention.
            </EmptyState>
          }
        />
      </Panel>
      {isTaking ? <SavepointDialog job={job} onClose={() => setTaking(false)} /> : null}
    </PageBody>
  );
}
