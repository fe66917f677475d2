import { assertNever, formatDuration } from '@weir/kernel';
import type { CheckpointsSinceCompleted, JobState, RecentFailures, Run } from '@weir/persistence';

/** OK: nothing to do. DEGRADED: it works, but not as it should. FAILING: it does not do what it is there for. */
export const healthStatuses = ['OK', 'DEGRADED', 'FAILING'] as const;
export type HealthStatus = (typeof healthStatuses)[number];

export const healthCodes = [
  'RUN_FAILED',
  'RESTART_LOOP',
  'RECENT_FAILURE',
  'CHECKPOINTS_FAIL',
  'CHECKPOINT_OVERDUE',
  'NO_WORKER',
] as const;
export type HealthCode = (typeof healthCodes)[number];

export interface HealthReason {
  readonly code: HealthCode;
  readonly status: Exclude<HealthStatus, 'OK'>;
  /** A sentence for people. */
  readonly sentence: string;
  /** Since when it is so. */
  readonly since: number;
}

export interface Health {
  /** That of the worst reason. */
  readonly status: HealthStatus;
  /** The worst first; empty when OK. */
  readonly reasons: readonly HealthReason[];
}

export interface HealthFacts {
  readonly now: number;
  readonly state: JobState;
  readonly run: Pick<Run, 'number' | 'failure' | 'ownerId' | 'createdAt' | 'startedAt'> | null;
  /** Of the current run within the last {@link failureMemoryMs}; null: none. */
  readonly failures: RecentFailures | null;
  /** Of the current run; null: none was ever triggered. */
  readonly checkpoints: CheckpointsSinceCompleted | null;
}

/** How long a failed attempt is counted. */
export const failureMemoryMs = 3_600_000;
/** A run that has run without failure for so long is well again. */
const recoveredMs = 300_000;
/** So many failures in a row are no accident. */
const tooMany = 3;
/** A worker takes a run at once, unless there is none with room. */
const takenWithinMs = 10_000;
const overdueMs = 60_000;
const overdueFactor = 10;
/** What a checkpoint is thought to take while none has completed. */
const unknownDurationMs = 30_000;
/** So many of a run are looked at, the newest. */
export const attemptsCounted = 100;
export const checkpointsCounted = 50;

/** What can be said of a job from its records alone: the same facts give the same sentences. */
export function judgeHealth(facts: HealthFacts): Health {
  const reasons = [...runReasons(facts), ...checkpointReasons(facts)].toSorted(
    (left, right) => rank(right) - rank(left),
  );
  return { status: reasons[0]?.status ?? 'OK', reasons };
}

function rank({ status }: HealthReason): number {
  return healthStatuses.indexOf(status);
}

function runReasons({ now, state, run, failures }: HealthFacts): readonly HealthReason[] {
  switch (state) {
    case 'CREATED':
    case 'FINISHED':
    case 'CANCELED':
    case 'CANCELLING':
      return [];
    case 'FAILED': {
      const message = run?.failure?.message ?? 'its cause is not on record';
      const sentence = `Run ${run?.number ?? ''} failed and is not tried again: ${message}`;
      return [{ code: 'RUN_FAILED', status: 'FAILING', sentence, since: run?.failure?.timestamp ?? now }];
    }
    case 'RUNNING': {
      if (failures === null || now - failures.lastAt >= recoveredMs) return [];
      const sentence = `The run has failed ${times(failures)} and runs again: ${failures.message}`;
      const status = failures.count >= tooMany ? 'FAILING' : 'DEGRADED';
      return [{ code: 'RECENT_FAILURE', status, sentence, since: failures.firstAt }];
    }
    case 'INITIALIZING':
    case 'FAILING':
    case 'RESTARTING':
    case 'SUSPENDED': {
      const reasons: HealthReason[] = [];
      if (failures !== null) {
        const sentence = `The run has failed ${times(failures)} and is tried again: ${failures.message}`;
        const status = failures.count >= tooMany ? 'FAILING' : 'DEGRADED';
        reasons.push({ code: 'RESTART_LOOP', status, sentence, since: failures.firstAt });
      }
      if (run?.ownerId === null && now - run.createdAt >= takenWithinMs) {
        const sentence = 'No worker has taken the run: none is up, or all are full.';
        reasons.push({ code: 'NO_WORKER', status: 'DEGRADED', sentence, since: run.createdAt });
      }
      return reasons;
    }
    default:
      return assertNever(state);
  }
}

function times({ count }: RecentFailures): string {
  if (count === 1) return 'once within the last hour';
  return `${count < attemptsCounted ? '' : 'at least '}${count} times within the last hour`;
}

/** Those of a run that has ended are history. */
function checkpointReasons({ now, state, checkpoints }: HealthFacts): readonly HealthReason[] {
  if (state !== 'RUNNING' || checkpoints === null) return [];
  const { failed, failingSince, openSince, completedDuration } = checkpoints;
  const reasons: HealthReason[] = [];
  if (failed > 0 && failingSince !== null) {
    const status = failed >= tooMany ? 'FAILING' : 'DEGRADED';
    reasons.push({ code: 'CHECKPOINTS_FAIL', status, sentence: failedSentence(checkpoints), since: failingSince });
  }
  const patienceMs = Math.max(overdueMs, overdueFactor * (completedDuration ?? unknownDurationMs));
  if (openSince !== null && now - openSince >= patienceMs) {
    const sentence = `A checkpoint is under way for more than ${formatDuration(patienceMs)}, and none has completed since it began.`;
    reasons.push({ code: 'CHECKPOINT_OVERDUE', status: 'DEGRADED', sentence, since: openSince });
  }
  return reasons;
}

function failedSentence({ failed, completedId, message }: CheckpointsSinceCompleted): string {
  const cause = message ?? 'the cause is not on record';
  if (completedId !== null) {
    return failed === 1
      ? `The checkpoint after ${completedId}, the latest completed one, failed: ${cause}`
      : `The last ${failed} checkpoints failed, all after ${completedId}; the last one: ${cause}`;
  }
  if (failed >= checkpointsCounted)
    return `None of the run's last ${failed} checkpoints completed; the last one: ${cause}`;
  return failed === 1
    ? `The run's first checkpoint failed: ${cause}`
    : `None of the run's ${failed} checkpoints completed; the last one: ${cause}`;
}
