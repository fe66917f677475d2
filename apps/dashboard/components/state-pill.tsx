import { Tooltip } from '@mantine/core';
import type { StateLook } from '#data/tone.ts';
import { StateIcon } from './state-icon.tsx';
import styles from './state-pill.module.css';

/** A state as icon, word and colour. `variant` plain: without a background, for dense tables. */
export function StatePill({
  look,
  variant = 'filled',
}: {
  readonly look: StateLook;
  readonly variant?: 'filled' | 'plain';
}) {
  return (
    <Tooltip label={look.meaning}>
      <span className={styles.pill} data-tone={look.tone} data-variant={variant}>
        <StateIcon name={look.icon} />
        {look.label}
      </span>
    </Tooltip>
  );
}
