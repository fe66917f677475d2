'use client';

import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import styles from './code-block.module.css';

/** Text to read and to copy: a command, a spec, a stack. */
export function CodeBlock({
  text,
  label,
  maxHeight,
}: {
  readonly text: string;
  readonly label: string;
  readonly maxHeight?: number;
}) {
  return (
    <div className={styles.block}>
      <pre
        className={styles.text}
        style={maxHeight === undefined ? undefined : { maxHeight }}
        tabIndex={0}
        aria-label={label}
      >
        {text}
      </pre>
      <CopyButton value={text} timeout={1_500}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : 'Copy'}>
            <ActionIcon className={styles.copy} onClick={copy} aria-label={`Copy ${label}`}>
              {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  );
}
