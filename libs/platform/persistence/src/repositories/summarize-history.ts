import type { JobId } from '@weir/kernel';
import type { EntityManager } from 'typeorm';
import type { CheckpointSummary, Stats } from '../records/checkpoint.ts';

const figures = {
  endToEndDuration: 'end_to_end_duration',
  checkpointedSize: 'checkpointed_size',
  stateSize: 'state_size',
  processedData: 'processed_data',
} as const;
const quantiles = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99, p999: 0.999 } as const;

/**
 * Flink's quantile (Apache Commons' legacy estimate) stands at position q(n + 1), counted from 1, linear between neighbours, the extremes
 * beyond them. Postgres counts from the first to the last of n as from 0 to 1.
 */
const places = Object.values(quantiles).map(
  (quantile) => `greatest(0, least(1, (${quantile} * (n + 1) - 1) / greatest(n - 1, 1)))`,
);

/** The figures are summed up where they lie: a history is ten thousand rows, and a summary one. */
const statement = `WITH history AS MATERIALIZED (
    SELECT ${Object.values(figures).join(', ')} FROM checkpoint
    WHERE job_id = $1 AND status = 'COMPLETED' AND end_to_end_duration IS NOT NULL),
  sized AS (SELECT count(*)::double precision AS n FROM history)
  SELECT n::bigint AS count, ${Object.entries(figures)
    .map(
      ([name, column]) => `ARRAY[min(${column}), max(${column}), avg(${column})]::double precision[] ||
        percentile_cont(ARRAY[${places.join(', ')}]::double precision[]) WITHIN GROUP (ORDER BY ${column}::double precision) AS "${name}"`,
    )
    .join(', ')}
  FROM history, sized GROUP BY n`;

/** Minimum, average, maximum and percentiles over the completed checkpoints in a job's history. */
export async function summarizeHistory(manager: EntityManager, jobId: JobId): Promise<CheckpointSummary> {
  const [row] = await manager.query<
    ({ readonly count: number } & Readonly<Record<keyof typeof figures, readonly number[]>>)[]
  >(statement, [jobId]);
  return {
    count: row?.count ?? 0,
    endToEndDuration: statsOf(row?.endToEndDuration),
    checkpointedSize: statsOf(row?.checkpointedSize),
    stateSize: statsOf(row?.stateSize),
    processedData: statsOf(row?.processedData),
  };
}

function statsOf(values: readonly number[] | undefined): Stats | null {
  if (values === undefined) return null;
  const [min = 0, max = 0, avg = 0, p50 = 0, p90 = 0, p95 = 0, p99 = 0, p999 = 0] = values;
  return { min, max, avg, p50, p90, p95, p99, p999 };
}
