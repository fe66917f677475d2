import tableStyles from '#components/data-table.module.css';
import type { CheckpointConfig } from '#data/api-types.ts';
import { checkpointConfigEntries } from '#data/checkpoint-config.ts';

export function CheckpointConfigTable({ config }: { readonly config: CheckpointConfig }) {
  return (
    <table className={tableStyles.table}>
      <caption className="visually-hidden">Checkpoint configuration</caption>
      <tbody>
        {checkpointConfigEntries(config).map(({ label, text, exact }) => (
          <tr key={label}>
            <th scope="row" className={tableStyles.muted}>
              {label}
            </th>
            <td className={tableStyles.wrap} title={exact}>
              {text}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
