import type { TrendPoint } from '#data/checkpoint-trend.ts';
import { Bytes, Duration, Moment } from '#components/figures.tsx';
import styles from './checkpoints.module.css';

interface Hovered {
  readonly active?: boolean;
  readonly payload?: readonly { readonly payload?: TrendPoint }[];
}

export function TrendTooltip({ active, payload }: Hovered) {
  const point = payload?.[0]?.payload;
  if (active !== true || point === undefined) return null;
  return (
    <div className={styles.tooltip}>
      <strong>
        {point.savepoint ? 'Savepoint' : 'Checkpoint'} #{point.id}
        {point.failed ? ' · failed' : ''}
      </strong>
      <span>
        <Moment value={point.at} />
      </span>
      <span>
        <Duration value={point.duration} /> · full <Bytes value={point.stateSize} /> · wrote{' '}
        <Bytes value={point.checkpointedSize} />
      </span>
    </div>
  );
}
