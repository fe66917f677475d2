'use client';

import { Button } from '@mantine/core';
import { IconCamera } from '@tabler/icons-react';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { triggerCheckpoint } from '#api/job-commands.ts';
import { EmptyState } from '#components/empty-state.tsx';
import { ExplainedButton } from '#components/explained-button.tsx';
import { Panel } from '#components/panel.tsx';
import { QueryRegion } from '#components/query-region.tsx';
import { ViewSwitch } from '#components/view-switch.tsx';
import type { CheckpointPage } from '#data/api-types.ts';
import { refusal } from '#data/job-actions.ts';
import { historyFilters, type HistoryFilter } from '#data/search-params.ts';
import { useJob } from '#features/job/use-job.tsx';
import { useCommand } from '#live/use-command.ts';
import { HistoryTable } from './history-table.tsx';

const labels: Readonly<Record<HistoryFilter, string>> = {
  all: 'All',
  completed: 'Completed',
  failed: 'Failed',
  savepoints: 'Savepoints',
};

export function CheckpointHistory(props: {
  readonly history: UseInfiniteQueryResult<InfiniteData<CheckpointPage>>;
  readonly show: HistoryFilter;
}) {
  const { history, show } = props;
  const job = useJob();
  const trigger = useCommand({ label: `Checkpoint: ${job.name}`, send: () => triggerCheckpoint(job.id) });
  const base = `/jobs/${job.id}/checkpoints`;
  return (
    <Panel
      title="History"
      layout="flush"
      aside={
        <>
          <ViewSwitch
            label="Which checkpoints are shown"
            current={show}
            options={historyFilters.map((value) => ({
              value,
              label: labels[value],
              href: value === 'all' ? base : `${base}?show=${value}`,
            }))}
          />
          <ExplainedButton
            variant="default"
            leftSection={<IconCamera size={14} />}
            loading={trigger.isPending}
            refusal={refusal(job, 'checkpoint')}
            onClick={() => trigger.mutate(undefined)}
          >
            Trigger checkpoint
          </ExplainedButton>
        </>
      }
    >
      <QueryRegion query={history}>
        {({ pages }) => {
          const checkpoints = pages.flatMap((page) => page.items);
          return checkpoints.length === 0 ? <NoHistory show={show} /> : <HistoryTable checkpoints={checkpoints} />;
        }}
      </QueryRegion>
      {history.hasNextPage ? (
        <Button
          variant="subtle"
          fullWidth
          radius={0}
          loading={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          Show older ones
        </Button>
      ) : null}
    </Panel>
  );
}

function NoHistory({ show }: { readonly show: HistoryFilter }) {
  if (show !== 'all') return <EmptyState title={`None of this sort: ${labels[show].toLowerCase()}`} />;
  return (
    <EmptyState title="No checkpoint yet">
      The first one comes after the interval of the job’s configuration, while it runs. A job without an interval takes
      one when you trigger it.
    </EmptyState>
  );
}
