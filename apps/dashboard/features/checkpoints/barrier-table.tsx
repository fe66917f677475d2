import tableStyles from '#components/data-table.module.css';
import { Duration } from '#components/figures.tsx';
import type { Subtask } from '#data/api-types.ts';
import { barrierArrivals } from '#data/subtask-phases.ts';
import styles from './checkpoints.module.css';

/** When the barrier came on each channel of a subtask, and how long the channel then stood still. */
export function BarrierTable(props: {
  readonly subtask: Subtask;
  readonly triggerTimestamp: number;
  readonly name: string;
}) {
  return (
    <table className={`${tableStyles.table} ${styles.barrierTable}`}>
      <caption className="visually-hidden">Barrier arrivals at {props.name}</caption>
      <thead>
        <tr>
          <th scope="col">Channel from</th>
          <th scope="col" className={tableStyles.num}>
            Barrier came after
          </th>
          <th scope="col" className={tableStyles.num}>
            Channel stood still
          </th>
          <th scope="col">
            <span className="visually-hidden">Remark</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {barrierArrivals(props.subtask, props.triggerTimestamp).map((arrival) => (
          <tr key={`${arrival.from} ${arrival.fromSubtask}`}>
            <th scope="row">
              {arrival.from} #{arrival.fromSubtask}
            </th>
            <td className={tableStyles.num}>
              <Duration value={arrival.afterTrigger} />
            </td>
            <td className={tableStyles.num}>
              <Duration value={arrival.blockedDuration} />
            </td>
            <td>{arrival.isLast ? <span className={styles.slowest}>last</span> : null}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
