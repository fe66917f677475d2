'use client';

import { useQuery } from '@tanstack/react-query';
import { graphQuery, runsQuery } from '#api/job-queries.ts';
import { PageBody } from '#components/page-body.tsx';
import { Panel } from '#components/panel.tsx';
import { QueryRegion } from '#components/query-region.tsx';
import { isActive } from '#data/job-state.ts';
import { shownGraph } from '#data/shown-graph.ts';
import type { GraphView } from '#data/search-params.ts';
import { useJob } from '#features/job/use-job.tsx';
import { usePollInterval } from '#live/live-provider.tsx';
import { GraphPanel } from './graph-panel.tsx';
import { HealthNotice } from './health-notice.tsx';
import { RunFigures } from './run-figures.tsx';
import { RunTable } from './run-table.tsx';
import { WarningList } from './warning-list.tsx';

/** Rates change all the time and no event announces them. */
const ratesPollMs = 1_000;

export function OverviewView({ view }: { readonly view: GraphView }) {
  const job = useJob();
  const poll = usePollInterval();
  const ratesPoll = usePollInterval(ratesPollMs);
  const graph = useQuery({ ...graphQuery(job.id), refetchInterval: isActive(job.state) ? ratesPoll : poll });
  const runs = useQuery({ ...runsQuery(job.id), refetchInterval: poll });
  return (
    <PageBody>
      <RunFigures job={job} graph={graph.data} />
      <HealthNotice job={job} />
      {job.warnings.length === 0 ? null : <WarningList warnings={job.warnings} />}
      <QueryRegion query={graph}>
        {(data) => <GraphPanel graph={shownGraph(data, job.state)} view={view} />}
      </QueryRegion>
      <Panel title="Runs" layout="flush">
        <QueryRegion query={runs}>{({ items }) => <RunTable runs={items} />}</QueryRegion>
      </Panel>
    </PageBody>
  );
}
