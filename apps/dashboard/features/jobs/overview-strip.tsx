'use client';

import { useQuery } from '@tanstack/react-query';
import { overviewQuery } from '#api/overview-query.ts';
import { Count } from '#components/figures.tsx';
import { Stat, StatRow } from '#components/stat.tsx';
import { usePollInterval } from '#live/live-provider.tsx';

/** Absent until it is known: the table below is the page. */
export function OverviewStrip() {
  const { data } = useQuery({ ...overviewQuery(), refetchInterval: usePollInterval() });
  if (data === undefined || data.jobs.total === 0) return null;
  const { byState, total } = data.jobs;
  return (
    <StatRow label="The whole installation">
      <Stat label="Jobs">
        <Count value={total} />
      </Stat>
      <Stat label="Running">
        <Count value={byState['RUNNING'] ?? 0} />
      </Stat>
      <Stat label="Failed">
        <Count value={byState['FAILED'] ?? 0} />
      </Stat>
      <Stat label="Checkpoints completed" note="last hour">
        <Count value={data.checkpoints.completedLastHour} />
      </Stat>
      <Stat label="Checkpoints failed" note="last hour">
        <Count value={data.checkpoints.failedLastHour} />
      </Stat>
      <Stat label="Savepoints">
        <Count value={data.savepoints} />
      </Stat>
      <Stat label="Workers" note="online">
        <Count value={data.workers.online} />
      </Stat>
    </StatRow>
  );
}
