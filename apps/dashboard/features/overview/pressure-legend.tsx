import styles from './overview.module.css';

const shares = [
  { part: 'busy', label: 'Busy' },
  { part: 'back', label: 'Back-pressured' },
  { part: 'idle', label: 'Idle' },
] as const;

export function PressureLegend() {
  return (
    <span className={styles.legend}>
      {shares.map(({ part, label }) => (
        <span key={part} className={styles.legendItem}>
          <span className={styles.swatch} data-part={part} aria-hidden />
          {label}
        </span>
      ))}
    </span>
  );
}
