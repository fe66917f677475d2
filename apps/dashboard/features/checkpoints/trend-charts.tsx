'use client';

import { useRouter } from 'next/navigation';
import { Area, Bar, Cell, ComposedChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { TrendPoint } from '#data/checkpoint-trend.ts';
import { formatBytes, formatDuration } from '#data/format.ts';
import { useJob } from '#features/job/use-job.tsx';
import { TrendTooltip } from './trend-tooltip.tsx';
import styles from './checkpoints.module.css';

const axis = { tick: { fontSize: 10.5, fill: 'var(--ink-3)' }, axisLine: false, tickLine: false } as const;
const margin = { top: 8, right: 14, bottom: 0, left: 0 } as const;
const syncId = 'checkpoint-trend';

/** Duration above, size below, over one axis of checkpoint numbers. A failed one is a red bar; a press opens it. */
export function TrendCharts({ points }: { readonly points: readonly TrendPoint[] }) {
  const job = useJob();
  const router = useRouter();
  const longest = Math.max(1, ...points.map(({ duration }) => duration ?? 0));
  const data = points.map((point) => ({ ...point, bar: point.duration ?? (point.failed ? longest : null) }));
  const open = (index: number) => {
    const point = points[index];
    if (point !== undefined) router.push(`/jobs/${job.id}/checkpoints/${point.id}`);
  };
  return (
    <div className={styles.trend} role="img" aria-label={`Duration and size of the last ${points.length} checkpoints. The same is there as a table.`}>
      <span className={styles.trendTitle}>Duration</span>
      <ResponsiveContainer width="100%" height={124}>
        <ComposedChart data={data} syncId={syncId} margin={margin} barCategoryGap={1} accessibilityLayer={false}>
          <XAxis dataKey="id" hide />
          <YAxis width={64} tickFormatter={formatDuration} tickCount={3} {...axis} />
          <Tooltip content={<TrendTooltip />} cursor={{ fill: 'var(--surface-sunk)' }} isAnimationActive={false} />
          <Bar dataKey="bar" maxBarSize={14} radius={[2, 2, 0, 0]} isAnimationActive={false} onClick={(_, index) => open(index)} cursor="pointer">
            {data.map((point) => (
              <Cell key={point.id} fill={barColor(point)} fillOpacity={point.failed ? 0.85 : 1} />
            ))}
          </Bar>
        </ComposedChart>
      </ResponsiveContainer>
      <span className={styles.trendTitle}>
        Full size <i data-line="full" aria-hidden /> and checkpointed <i data-line="written" aria-hidden />
      </span>
      <ResponsiveContainer width="100%" height={124}>
        <ComposedChart data={data} syncId={syncId} margin={margin} accessibilityLayer={false}>
          <XAxis dataKey="id" minTickGap={32} tickFormatter={(id) => `#${id}`} height={20} {...axis} />
          <YAxis width={64} tickFormatter={formatBytes} tickCount={3} {...axis} />
          <Tooltip content={() => null} cursor={{ stroke: 'var(--line-strong)' }} isAnimationActive={false} />
          <Area dataKey="stateSize" stroke="var(--tone-busy)" fill="var(--tone-busy)" fillOpacity={0.12} strokeWidth={1.6} isAnimationActive={false} />
          <Area dataKey="checkpointedSize" stroke="var(--phase-sync)" fill="none" strokeWidth={1.4} strokeDasharray="4 3" isAnimationActive={false} />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

function barColor(point: TrendPoint): string {
  if (point.failed) return 'var(--tone-bad)';
  return point.savepoint ? 'var(--phase-sync)' : 'var(--phase-async)';
}
