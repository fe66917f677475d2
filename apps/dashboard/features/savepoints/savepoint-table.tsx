import tableStyles from '#components/data-table.module.css';
import type { Savepoint } from '#data/api-types.ts';
import type { SavepointAction } from './savepoint-action-dialog.tsx';
import { SavepointRow } from './savepoint-row.tsx';

export function SavepointTable(props: {
  readonly savepoints: readonly Savepoint[];
  readonly scope: 'job' | 'all';
  readonly onChoose: (action: SavepointAction, savepoint: Savepoint) => void;
}) {
  return (
    <table className={tableStyles.table}>
      <caption className="visually-hidden">Savepoints, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          {props.scope === 'all' ? <th scope="col">Job</th> : null}
          <th scope="col">Status</th>
          <th scope="col" className={tableStyles.num}>
            Checkpoint
          </th>
          <th scope="col" className={tableStyles.num}>
            Taken
          </th>
          <th scope="col" className={tableStyles.num}>
            Duration
          </th>
          <th scope="col" className={tableStyles.num}>
            Size
          </th>
          <th scope="col">Path</th>
          <th scope="col" className={tableStyles.tight}>
            <span className="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.savepoints.map((savepoint) => (
          <SavepointRow
            key={savepoint.id}
            savepoint={savepoint}
            scope={props.scope}
            onChoose={(action) => props.onChoose(action, savepoint)}
          />
        ))}
      </tbody>
    </table>
  );
}
