'use client';

import { useRouter } from 'next/navigation';
import { Area, Bar, ComposedChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { byteTicks, durationTicks } from '#data/axis-ticks.ts';
import { barKinds, trendPeaks, type TrendPoint } from '#data/checkpoint-trend.ts';
import { formatBytes, formatSetting } from '#data/format.ts';
import { useJob } from '#features/job/use-job.tsx';
import { BarKey } from './bar-key.tsx';
import { TrendBar } from './trend-bar.tsx';
import { TrendTooltip } from './trend-tooltip.tsx';
import styles from './checkpoints.module.css';

const axis = { tick: { fontSize: 10.5, fill: 'var(--ink-3)' }, axisLine: false, tickLine: false } as const;
const margin = { top: 8, right: 14, bottom: 0, left: 0 } as const;
const syncId = 'checkpoint-trend';

/** Duration above, size below, over one axis of checkpoint numbers. A failed one is a mark on the ground; a press opens it. */
export function TrendCharts({ points }: { readonly points: readonly TrendPoint[] }) {
  const job = useJob();
  const router = useRouter();
  const peaks = trendPeaks(points);
  const open = (index: number) => {
    const point = points[index];
    if (point !== undefined) router.push(`/jobs/${job.id}/checkpoints/${point.id}`);
  };
  return (
    <div
      className={styles.trend}
      role="img"
      aria-label={`Duration and size of the last ${points.length} checkpoints. The same is there as a table.`}
    >
      <span className={styles.trendTitle}>
        Duration <BarKey kinds={barKinds(points)} />
      </span>
      <div className={styles.trendChart}>
        <ResponsiveContainer width="100%" height="100%">
          <ComposedChart data={points} syncId={syncId} margin={margin} barCategoryGap={1} accessibilityLayer={false}>
            <XAxis dataKey="id" scale="band" hide />
            <YAxis width={64} tickFormatter={formatSetting} {...scaleOf(durationTicks(peaks.duration))} {...axis} />
            <Tooltip content={<TrendTooltip />} cursor={{ fill: 'var(--surface-sunk)' }} isAnimationActive={false} />
            <Bar
              dataKey={barLength}
              shape={TrendBar}
              isAnimationActive={false}
              onClick={(_, index) => open(index)}
              cursor="pointer"
            />
          </ComposedChart>
        </ResponsiveContainer>
      </div>
      <span className={styles.trendTitle}>
        Full size <i data-line="full" aria-hidden /> and checkpointed <i data-line="written" aria-hidden />
      </span>
      <div className={styles.trendChart}>
        <ResponsiveContainer width="100%" height="100%">
          <ComposedChart data={points} syncId={syncId} margin={margin} accessibilityLayer={false}>
            <XAxis dataKey="id" scale="band" minTickGap={32} tickFormatter={(id) => `#${id}`} height={20} {...axis} />
            <YAxis width={64} tickFormatter={formatBytes} {...scaleOf(byteTicks(peaks.size))} {...axis} />
            <Tooltip content={() => null} cursor={{ stroke: 'var(--line-strong)' }} isAnimationActive={false} />
            <Area
              dataKey="stateSize"
              stroke="var(--tone-busy)"
              fill="var(--tone-busy)"
              fillOpacity={0.12}
              strokeWidth={1.6}
              isAnimationActive={false}
            />
            <Area
              dataKey="checkpointedSize"
              stroke="var(--phase-sync)"
              fill="none"
              strokeWidth={1.4}
              strokeDasharray="4 3"
              isAnimationActive={false}
            />
          </ComposedChart>
        </ResponsiveContainer>
      </div>
    </div>
  );
}

/** An axis without figures says nothing: one that only failed has no duration and no size. */
function scaleOf(ticks: readonly number[]) {
  return { ticks, domain: [0, ticks.at(-1) ?? 1], tick: ticks.length > 0 && axis.tick };
}

/** A failed checkpoint has no length to show: nothing was recorded. Zero lets its mark be drawn on the ground. */
function barLength(point: TrendPoint): number | null {
  return point.failed ? 0 : point.duration;
}
