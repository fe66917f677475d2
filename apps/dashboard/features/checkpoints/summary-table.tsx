import tableStyles from '#components/data-table.module.css';
import type { CheckpointSummary } from '#data/api-types.ts';
import styles from './checkpoints.module.css';
import { summaryColumns, summaryTable } from '#data/checkpoint-summary.ts';

export function SummaryTable({ summary }: { readonly summary: CheckpointSummary }) {
  return (
    <div className={styles.wide} tabIndex={0} role="region" aria-label="Summary of the completed checkpoints">
      <table className={`${tableStyles.table} ${styles.summary}`}>
        <caption className="visually-hidden">Distribution over the completed checkpoints of the stored history</caption>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            {summaryColumns.map((column) => (
              <th key={column} scope="col" className={tableStyles.num}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {summaryTable(summary).map(({ label, cells }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {cells.map(({ column, text, exact }) => (
                <td key={column} className={tableStyles.num} title={exact}>
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
