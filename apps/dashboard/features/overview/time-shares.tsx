import type { OperatorMetrics } from '#data/api-types.ts';
import { formatShare } from '#data/format.ts';
import styles from './overview.module.css';

/** How the time of an operator's subtasks divides, as one bar. */
export function TimeShares({ metrics }: { readonly metrics: OperatorMetrics }) {
  const text = `busy ${formatShare(metrics.busyRatio)}, back-pressured ${formatShare(metrics.backPressuredRatio)}, idle ${formatShare(metrics.idleRatio)}`;
  return (
    <span className={styles.shares} role="img" aria-label={text} title={text}>
      <span data-part="busy" style={{ flexGrow: metrics.busyRatio }} />
      <span data-part="back" style={{ flexGrow: metrics.backPressuredRatio }} />
      <span data-part="idle" style={{ flexGrow: metrics.idleRatio }} />
    </span>
  );
}
