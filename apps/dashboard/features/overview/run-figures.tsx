'use client';

import Link from 'next/link';
import { Age, Bytes, Count, Duration, Elapsed, Rate } from '#components/figures.tsx';
import { Stat, StatRow } from '#components/stat.tsx';
import type { Job, JobGraph } from '#data/api-types.ts';
import { absent } from '#data/format.ts';
import { graphTotals } from '#data/graph-totals.ts';

export function RunFigures({ job, graph }: { readonly job: Job; readonly graph: JobGraph | undefined }) {
  const { currentRun: run, latestCheckpoint: latest } = job;
  const totals = graph === undefined ? undefined : graphTotals(graph);
  return (
    <StatRow label="The present run">
      <Stat label="Run" note={run === null ? undefined : <RunTime startedAt={run.startedAt} endedAt={run.endedAt} />}>
        {run === null ? absent : `#${run.number}`}
      </Stat>
      <Stat label="Rows in" note={rateNote(totals?.recordsInPerSecond)}>
        <Count value={totals?.recordsIn ?? run?.recordsIn} />
      </Stat>
      <Stat label="Rows out" note={rateNote(totals?.recordsOutPerSecond)}>
        <Count value={totals?.recordsOut ?? run?.recordsOut} />
      </Stat>
      <Stat
        label="Last checkpoint"
        note={latest === null ? undefined : <Link href={`/jobs/${job.id}/checkpoints/${latest.id}`}>#{latest.id}</Link>}
      >
        <Age value={latest?.triggerTimestamp} />
      </Stat>
      <Stat label="Its duration">
        <Duration value={latest?.endToEndDuration} />
      </Stat>
      <Stat label="Its full size">
        <Bytes value={latest?.stateSize} />
      </Stat>
      <Stat label="Restored from">{restoredFrom(job)}</Stat>
    </StatRow>
  );
}

/** Nothing while nothing runs: a dash beside a figure would look as if the figure were in doubt. */
function rateNote(perSecond: number | null | undefined) {
  return perSecond === null || perSecond === undefined ? undefined : <Rate value={perSecond} />;
}

function RunTime({ startedAt, endedAt }: { readonly startedAt: number | null; readonly endedAt: number | null }) {
  return startedAt === null ? null : <Elapsed from={startedAt} until={endedAt} />;
}

function restoredFrom(job: Job) {
  const from = job.currentRun?.restoredFrom;
  if (from === undefined || from === null) return <span title="The run began with empty state">nothing</span>;
  if (from.checkpointId === null) return <span title={from.path}>a path</span>;
  return <span title={from.path}>#{from.checkpointId}</span>;
}
