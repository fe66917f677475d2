import { Count } from '#components/figures.tsx';
import { Stat, StatRow } from '#components/stat.tsx';
import type { CheckpointCounts as Counts } from '#data/api-types.ts';

const entries = [
  { field: 'total', label: 'Triggered' },
  { field: 'inProgress', label: 'In progress' },
  { field: 'completed', label: 'Completed' },
  { field: 'failed', label: 'Failed' },
  { field: 'restored', label: 'Restored' },
] as const;

export function CheckpointCounts({ counts }: { readonly counts: Counts }) {
  return (
    <StatRow label="Checkpoint counts">
      {entries.map(({ field, label }) => (
        <Stat key={field} label={label}>
          <span data-count={field}>
            <Count value={counts[field]} />
          </span>
        </Stat>
      ))}
    </StatRow>
  );
}
