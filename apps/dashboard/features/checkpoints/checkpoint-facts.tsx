'use client';

import { Copyable } from '#components/copyable.tsx';
import { Bytes, Duration, Moment } from '#components/figures.tsx';
import { Stat, StatRow } from '#components/stat.tsx';
import type { Checkpoint } from '#data/api-types.ts';
import { triggerLabel } from '#data/checkpoint-status.ts';
import styles from './checkpoints.module.css';

export function CheckpointFacts({ checkpoint }: { readonly checkpoint: Checkpoint }) {
  return (
    <>
      {checkpoint.status === 'FAILED' ? (
        <p
          role={checkpoint.faultless ? 'status' : 'alert'}
          className={styles.failureBox}
          data-faultless={checkpoint.faultless}
        >
          {checkpoint.failureMessage ?? 'It failed.'}{' '}
          {checkpoint.failureReason === null ? null : <code>{checkpoint.failureReason}</code>}
        </p>
      ) : null}
      <StatRow label="Figures of the checkpoint">
        <Stat label="Triggered" note={triggerLabel(checkpoint.trigger).toLowerCase()}>
          <Moment value={checkpoint.triggerTimestamp} />
        </Stat>
        <Stat label="Duration">
          <Duration value={checkpoint.endToEndDuration} />
        </Stat>
        <Stat label="Checkpointed" note={checkpoint.incremental ? 'incremental' : 'full'}>
          <Bytes value={checkpoint.checkpointedSize} />
        </Stat>
        <Stat label="Full size">
          <Bytes value={checkpoint.stateSize} />
        </Stat>
        <Stat label="Processed while aligning">
          <Bytes value={checkpoint.processedData} />
        </Stat>
        <Stat label="Acknowledged">
          {checkpoint.numAcknowledgedSubtasks}/{checkpoint.numSubtasks}
        </Stat>
        <Stat label="Epoch">{checkpoint.epoch}</Stat>
      </StatRow>
      <dl className={styles.paths}>
        <dt>Snapshot</dt>
        <dd>
          <Copyable text={checkpoint.snapshotId} label="snapshot id" keep={18} />
        </dd>
        {checkpoint.externalPath === null ? null : (
          <>
            <dt>Path</dt>
            <dd>
              <Copyable text={checkpoint.externalPath} label="path" keep={40} />
              {checkpoint.discarded ? <span className={styles.gone}> removed</span> : null}
            </dd>
          </>
        )}
      </dl>
    </>
  );
}
