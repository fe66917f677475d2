import type { Job } from './api-types.ts';
import { isActive } from './job-state.ts';

export interface RestoreTarget {
  readonly snapshotId: string;
  readonly checkpointId: number;
  readonly isSavepoint: boolean;
  /** Of a savepoint. */
  readonly name?: string;
}

export function restoreTargetLabel(target: RestoreTarget): string {
  const word = target.isSavepoint ? 'savepoint' : 'checkpoint';
  return target.name === undefined || target.name === ''
    ? `${word} ${target.checkpointId}`
    : `${word} “${target.name}”`;
}

/** What a restore does to the job as it is now: one sentence each. */
export function restoreConsequences(
  job: Pick<Job, 'state' | 'latestCheckpoint'>,
  target: RestoreTarget,
): readonly string[] {
  const stops = isActive(job.state) ? ['The present run is cancelled, without a savepoint.'] : [];
  const latest = job.latestCheckpoint;
  const back =
    latest !== null && latest.id > target.checkpointId
      ? [
          `State goes back to ${restoreTargetLabel(target)}; what came after it, up to checkpoint ${latest.id}, is set aside.`,
        ]
      : [];
  return [...stops, ...back, 'Sources read again from where they stood then; rows after that are processed again.'];
}
