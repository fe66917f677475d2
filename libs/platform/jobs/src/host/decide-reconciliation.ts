import type { DesiredState, JobState } from '@weir/persistence';

/** What is known of a run that has not ended. */
export interface ReconciliationFacts {
  readonly isCurrent: boolean;
  /** Nobody holds it, or whoever did is silent for longer than its lease. */
  readonly isFree: boolean;
  readonly state: JobState;
  readonly desiredState: DesiredState;
  /** Another run of the job, held by a host, has not ended. */
  readonly hasLivePredecessor: boolean;
  /** An operation that waits for the owner to end the run: cancel, restart or restore. */
  readonly hasOpenEnding: boolean;
  readonly hasOpenStop: boolean;
}

export type ReconciliationStep =
  | 'NOTHING'
  /** Wake a host for it. */
  | 'LAUNCH'
  /** Nobody holds it and it is not wanted: it ends CANCELED. */
  | 'END_CANCELED'
  /** Its owner is to end it, and no operation says so. */
  | 'REPEAT_END'
  /** The stop has failed or is gone: the job runs on. */
  | 'FORGET_STOP';

/** The step that brings a run nearer to what is wanted. */
export function decideReconciliation(facts: ReconciliationFacts): ReconciliationStep {
  const isWanted = facts.isCurrent && facts.desiredState !== 'CANCELED';
  if (!isWanted && facts.isFree) return facts.isCurrent && facts.hasLivePredecessor ? 'NOTHING' : 'END_CANCELED';
  if (!isWanted) return facts.hasOpenEnding ? 'NOTHING' : 'REPEAT_END';
  switch (facts.desiredState) {
    case 'STOPPED':
      if (!facts.hasOpenStop) return 'FORGET_STOP';
      return facts.isFree ? 'LAUNCH' : 'NOTHING';
    case 'CREATED':
    case 'RUNNING':
      return facts.isFree ? 'LAUNCH' : 'NOTHING';
  }
}
