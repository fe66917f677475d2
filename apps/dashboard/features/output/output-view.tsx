'use client';

import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconTerminal2 } from '@tabler/icons-react';
import { useState } from 'react';
import { EmptyState } from '#components/empty-state.tsx';
import { PageBody } from '#components/page-body.tsx';
import { Panel } from '#components/panel.tsx';
import { QueryRegion } from '#components/query-region.tsx';
import { formatCount } from '#data/format.ts';
import { useJob } from '#features/job/use-job.tsx';
import { OutputTable } from './output-table.tsx';
import { useOutputTail } from './use-output-tail.ts';

export function OutputView() {
  const job = useJob();
  const [mode, setMode] = useState<'following' | 'paused'>('following');
  const query = useOutputTail(job.id, mode);
  const isFollowing = mode === 'following';
  return (
    <PageBody>
      <Panel
        title="Output of the print sinks"
        layout="flush"
        aside={
          <>
            <span>{query.data === undefined ? null : `last ${formatCount(query.data.rows.length)} rows`}</span>
            <Button
              variant="default"
              aria-pressed={isFollowing}
              leftSection={isFollowing ? <IconPlayerPause size={14} /> : <IconPlayerPlay size={14} />}
              onClick={() => setMode(isFollowing ? 'paused' : 'following')}
            >
              {isFollowing ? 'Pause' : 'Follow'}
            </Button>
          </>
        }
      >
        <QueryRegion query={query}>
          {({ rows }) => (rows.length === 0 ? <NoOutput /> : <OutputTable rows={rows} mode={mode} />)}
        </QueryRegion>
      </Panel>
    </PageBody>
  );
}

function NoOutput() {
  return (
    <EmptyState icon={<IconTerminal2 size={20} />} title="No row yet">
      Rows that reach a <code>print</code> sink appear here; the newest thousand are kept. Other sinks write where their
      options say.
    </EmptyState>
  );
}
