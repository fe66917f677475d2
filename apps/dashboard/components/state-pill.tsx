'use client';

import { Tooltip } from '@mantine/core';
import type { StateLook } from '#data/tone.ts';
import { useStaleness } from '#live/live-provider.tsx';
import { StateIcon } from './state-icon.tsx';
import styles from './state-pill.module.css';

/** A state as icon, word and colour. `variant` plain: without a background, for dense tables. Without colour while nothing can be read. */
export function StatePill({
  look,
  variant = 'filled',
}: {
  readonly look: StateLook;
  readonly variant?: 'filled' | 'plain';
}) {
  const isStale = useStaleness() !== undefined;
  return (
    <Tooltip label={isStale ? `${look.meaning} It was so when it was last read; it may have changed.` : look.meaning}>
      <span className={styles.pill} data-tone={isStale ? 'idle' : look.tone} data-variant={variant}>
        <StateIcon name={isStale && look.icon === 'spin' ? 'dot' : look.icon} />
        {isStale ? `${look.label}?` : look.label}
      </span>
    </Tooltip>
  );
}
