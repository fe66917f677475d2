'use client';

import { useMediaQuery } from '@mantine/hooks';
import Link from 'next/link';
import { Panel } from '#components/panel.tsx';
import { ViewSwitch } from '#components/view-switch.tsx';
import type { JobGraph } from '#data/api-types.ts';
import type { GraphView } from '#data/search-params.ts';
import { useJob } from '#features/job/use-job.tsx';
import { JobGraphCanvas } from './job-graph-canvas.tsx';
import { OperatorTable } from './operator-table.tsx';
import { PressureLegend } from './pressure-legend.tsx';

export function GraphPanel({ graph, view }: { readonly graph: JobGraph; readonly view: GraphView }) {
  const job = useJob();
  const isNarrow = useMediaQuery('(max-width: 48em)');
  const base = `/jobs/${job.id}/overview`;
  return (
    <Panel
      title="Operators"
      layout="flush"
      aside={
        <>
          <PressureLegend />
          <ViewSwitch
            label="How the operators are shown"
            options={[
              { value: 'graph', label: 'Graph', href: base },
              { value: 'list', label: 'List', href: `${base}?view=list` },
            ]}
            current={view}
          />
        </>
      }
    >
      {view === 'graph' ? (
        <JobGraphCanvas graph={graph} style={isNarrow ? 'running-narrow' : 'running'} />
      ) : (
        <OperatorTable operators={graph.operators} />
      )}
      {view === 'graph' ? (
        <Link href={`${base}?view=list`} className="visually-hidden">
          Show the operators as a list
        </Link>
      ) : null}
    </Panel>
  );
}
