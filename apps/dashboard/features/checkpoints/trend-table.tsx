import tableStyles from '#components/data-table.module.css';
import { Bytes, Duration, Moment } from '#components/figures.tsx';
import type { TrendPoint } from '#data/checkpoint-trend.ts';
import styles from './checkpoints.module.css';

export function TrendTable({ points }: { readonly points: readonly TrendPoint[] }) {
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Trend as a table">
      <table className={tableStyles.table}>
        <caption className="visually-hidden">Duration and size of each checkpoint, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Checkpoint</th>
            <th scope="col" className={tableStyles.num}>
              Triggered
            </th>
            <th scope="col" className={tableStyles.num}>
              Duration
            </th>
            <th scope="col" className={tableStyles.num}>
              Checkpointed
            </th>
            <th scope="col" className={tableStyles.num}>
              Full size
            </th>
            <th scope="col">Outcome</th>
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map((point) => (
            <tr key={point.id}>
              <th scope="row">#{point.id}</th>
              <td className={tableStyles.num}>
                <Moment value={point.at} />
              </td>
              <td className={tableStyles.num}>
                <Duration value={point.duration} />
              </td>
              <td className={tableStyles.num}>
                <Bytes value={point.checkpointedSize} />
              </td>
              <td className={tableStyles.num}>
                <Bytes value={point.stateSize} />
              </td>
              <td className={point.failed ? tableStyles.bad : undefined}>{point.failed ? 'failed' : 'completed'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
