import type { CheckpointSummary } from './api-types.ts';
import { absent, formatBytes, formatDuration } from './format.ts';

export const summaryColumns = ['min', 'avg', 'p50', 'p90', 'p95', 'p99', 'max'] as const;
export type SummaryColumn = (typeof summaryColumns)[number];

const rows = [
  { field: 'endToEndDuration', label: 'End-to-end duration', unit: 'ms', format: formatDuration },
  { field: 'checkpointedSize', label: 'Checkpointed size', unit: 'bytes', format: formatBytes },
  { field: 'stateSize', label: 'Full size', unit: 'bytes', format: formatBytes },
  { field: 'processedData', label: 'Processed while aligning', unit: 'bytes', format: formatBytes },
] as const;

export interface SummaryCell {
  readonly column: SummaryColumn;
  readonly text: string;
  /** The exact figure with its unit. */
  readonly exact: string;
}

export interface SummaryRow {
  readonly label: string;
  readonly cells: readonly SummaryCell[];
}

export function summaryTable(summary: CheckpointSummary): readonly SummaryRow[] {
  return rows.map(({ field, label, unit, format }) => {
    const stats = summary[field];
    const cells = summaryColumns.map((column) =>
      stats === null
        ? { column, text: absent, exact: 'Not recorded' }
        : { column, text: format(stats[column]), exact: `${stats[column]} ${unit}` },
    );
    return { label, cells };
  });
}
