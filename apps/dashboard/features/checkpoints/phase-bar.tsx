import type { Subtask } from '#data/api-types.ts';
import { formatDuration } from '#data/format.ts';
import { phaseLabels, phaseSegments } from '#data/subtask-phases.ts';
import styles from './checkpoints.module.css';

/** One bar on the axis that all subtasks of the checkpoint share. */
export function PhaseBar({ subtask, axisMs }: { readonly subtask: Subtask; readonly axisMs: number }) {
  const segments = phaseSegments(subtask, axisMs);
  const text = segments.map(({ phase, ms }) => `${phaseLabels[phase]} ${formatDuration(ms)}`).join(', ');
  return (
    <span className={styles.phaseBar} role="img" aria-label={text} title={text}>
      {segments.map(({ phase, from, width }) => (
        <span key={phase} data-phase={phase} style={{ left: `${from * 100}%`, width: `${width * 100}%` }} />
      ))}
    </span>
  );
}
