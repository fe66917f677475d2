'use client';

import { CopyButton, UnstyledButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { shortenMiddle } from '#data/format.ts';
import styles from './copyable.module.css';

/** An id or a path: shortened in its middle, whole in the title, copied by one press. */
export function Copyable({
  text,
  label,
  keep = 6,
}: {
  readonly text: string;
  readonly label: string;
  readonly keep?: number;
}) {
  return (
    <CopyButton value={text} timeout={1_500}>
      {({ copied, copy }) => (
        <UnstyledButton
          className={styles.copyable}
          onClick={copy}
          title={text}
          aria-label={`Copy ${label} ${shortenMiddle(text, keep)}`}
        >
          <span className={styles.text}>{shortenMiddle(text, keep)}</span>
          {copied ? <IconCheck size={12} aria-hidden /> : <IconCopy size={12} aria-hidden />}
        </UnstyledButton>
      )}
    </CopyButton>
  );
}
