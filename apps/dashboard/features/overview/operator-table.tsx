import tableStyles from '#components/data-table.module.css';
import { Count, Rate } from '#components/figures.tsx';
import type { GraphOperator } from '#data/api-types.ts';
import { absent, formatShare } from '#data/format.ts';
import { pressureOf } from '#data/graph-layout.ts';
import styles from './overview.module.css';
import { TimeShares } from './time-shares.tsx';

export function OperatorTable({ operators }: { readonly operators: readonly GraphOperator[] }) {
  return (
    <table className={tableStyles.table}>
      <caption className="visually-hidden">Operators with their rates</caption>
      <thead>
        <tr>
          <th scope="col">Operator</th>
          <th scope="col">Type</th>
          <th scope="col">Reads</th>
          <th scope="col" className={tableStyles.num}>
            Parallelism
          </th>
          <th scope="col" className={tableStyles.num}>
            Rows in
          </th>
          <th scope="col" className={tableStyles.num}>
            In/s
          </th>
          <th scope="col" className={tableStyles.num}>
            Rows out
          </th>
          <th scope="col" className={tableStyles.num}>
            Out/s
          </th>
          <th scope="col">Pressure</th>
          <th scope="col">Time</th>
        </tr>
      </thead>
      <tbody>
        {operators.map((operator) => (
          <OperatorRow key={operator.uid} operator={operator} />
        ))}
      </tbody>
    </table>
  );
}

function OperatorRow({ operator }: { readonly operator: GraphOperator }) {
  const { metrics } = operator;
  const pressure = metrics === null ? undefined : pressureOf(metrics);
  return (
    <tr data-row>
      <th scope="row">
        {operator.name}{' '}
        {operator.name === operator.uid ? null : <code className={tableStyles.muted}>{operator.uid}</code>}
      </th>
      <td>{operator.type}</td>
      <td className={tableStyles.muted}>{operator.inputs.join(', ') || absent}</td>
      <td className={tableStyles.num}>{operator.parallelism}</td>
      <td className={tableStyles.num}>
        <Count value={metrics?.recordsIn} />
      </td>
      <td className={tableStyles.num}>
        <Rate value={metrics?.recordsInPerSecond} />
      </td>
      <td className={tableStyles.num}>
        <Count value={metrics?.recordsOut} />
      </td>
      <td className={tableStyles.num}>
        <Rate value={metrics?.recordsOutPerSecond} />
      </td>
      <td className={styles.pressure} data-tone={pressure?.tone}>
        {pressure?.label ?? absent}
      </td>
      <td>
        {metrics === null ? (
          absent
        ) : (
          <span className={styles.shareCell}>
            <TimeShares metrics={metrics} /> {formatShare(metrics.busyRatio)} busy
          </span>
        )}
      </td>
    </tr>
  );
}
