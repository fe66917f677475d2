'use client';

import { useQuery } from '@tanstack/react-query';
import { checkpointQuery } from '#api/checkpoint-queries.ts';
import { PageBody } from '#components/page-body.tsx';
import { Panel } from '#components/panel.tsx';
import { QueryRegion } from '#components/query-region.tsx';
import { useJob } from '#features/job/use-job.tsx';
import { usePollInterval } from '#live/live-provider.tsx';
import { Breakdown } from './breakdown.tsx';
import { CheckpointFacts } from './checkpoint-facts.tsx';
import { CheckpointHeading } from './checkpoint-heading.tsx';
import { Explanation } from './explanation.tsx';

export function CheckpointView({ checkpointId }: { readonly checkpointId: number }) {
  const job = useJob();
  const query = useQuery({ ...checkpointQuery(job.id, checkpointId), refetchInterval: usePollInterval() });
  return (
    <PageBody>
      <QueryRegion query={query}>
        {(detail) => (
          <>
            <CheckpointHeading checkpoint={detail} />
            <CheckpointFacts checkpoint={detail} />
            <Explanation detail={detail} />
            <Panel title="Operators and subtasks" layout="flush">
              <Breakdown detail={detail} />
            </Panel>
          </>
        )}
      </QueryRegion>
    </PageBody>
  );
}
