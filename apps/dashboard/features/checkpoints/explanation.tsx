import { IconBulb } from '@tabler/icons-react';
import type { CheckpointDetail } from '#data/api-types.ts';
import { explainCheckpoint } from '#data/checkpoint-explanation.ts';
import styles from './checkpoints.module.css';

/** Where the time went, in one sentence made of the recorded figures. */
export function Explanation({ detail }: { readonly detail: CheckpointDetail }) {
  const sentence = explainCheckpoint(detail);
  if (sentence === undefined)
    return <p className={styles.explanation}>What its subtasks did is not kept any more, or never was.</p>;
  return (
    <p className={styles.explanation}>
      <IconBulb size={15} aria-hidden />
      {sentence}
    </p>
  );
}
