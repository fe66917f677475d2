import tableStyles from '#components/data-table.module.css';
import type { CheckpointDetail } from '#data/api-types.ts';
import { phaseAxisMs, phaseLabels, phaseMeanings, phases } from '#data/subtask-phases.ts';
import { OperatorRows } from './operator-rows.tsx';
import styles from './checkpoints.module.css';

/** Operators and their subtasks, with where the time of each went. All bars share one axis. */
export function Breakdown({ detail }: { readonly detail: CheckpointDetail }) {
  const axisMs = phaseAxisMs(detail.operators);
  return (
    <>
      <ul className={styles.phaseLegend} aria-label="Phases">
        {phases.map((phase) => (
          <li key={phase} title={phaseMeanings[phase]}>
            <span className={styles.swatch} data-phase={phase} aria-hidden />
            {phaseLabels[phase]}
          </li>
        ))}
      </ul>
      <div className={styles.wide} tabIndex={0} role="region" aria-label="Phases of every subtask">
        <table className={tableStyles.table}>
          <caption className="visually-hidden">Operators of checkpoint {detail.id} and their subtasks</caption>
          <thead>
            <tr>
              <th scope="col">Operator and subtask</th>
              <th scope="col" className={styles.barColumn}>
                Phases
              </th>
              <th scope="col" className={tableStyles.num}>
                End to end
              </th>
              <th scope="col" className={tableStyles.num}>
                Start delay
              </th>
              <th scope="col" className={tableStyles.num}>
                Alignment
              </th>
              <th scope="col" className={tableStyles.num}>
                Sync
              </th>
              <th scope="col" className={tableStyles.num}>
                Async
              </th>
              <th scope="col" className={tableStyles.num}>
                Checkpointed
              </th>
              <th scope="col" className={tableStyles.num}>
                Full size
              </th>
              <th scope="col" className={tableStyles.num}>
                Processed
              </th>
              <th scope="col">Barriers</th>
            </tr>
          </thead>
          {detail.operators.map((operator) => (
            <OperatorRows key={operator.uid} operator={operator} detail={detail} axisMs={axisMs} />
          ))}
        </table>
      </div>
    </>
  );
}
