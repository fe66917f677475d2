'use client';

import { CodeBlock } from '#components/code-block.tsx';
import { Moment } from '#components/figures.tsx';
import type { JobException } from '#data/api-types.ts';
import { shortenMiddle } from '#data/format.ts';
import { failurePlace } from '#data/exception-groups.ts';
import styles from './exceptions.module.css';

/** The cause first; where and when; the stack folded. */
export function FailureItem({ exception }: { readonly exception: JobException }) {
  const { failure, epoch, workerId } = exception;
  const place = failurePlace(failure);
  return (
    <article className={styles.failure}>
      <p className={styles.message}>{failure.message}</p>
      <p className={styles.facts}>
        <code>{failure.code}</code>
        {place === undefined ? null : <span>at {place}</span>}
        {epoch === null ? <span>before the first attempt</span> : <span>attempt of epoch {epoch}</span>}
        {workerId === null ? null : <span title={workerId}>on worker {shortenMiddle(workerId, 6)}</span>}
        <Moment value={failure.timestamp} />
      </p>
      {failure.stack === null ? null : (
        <details>
          <summary className={styles.summary}>Stack</summary>
          <CodeBlock text={failure.stack} label="stack" maxHeight={320} />
        </details>
      )}
    </article>
  );
}
