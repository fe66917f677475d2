import type { DesiredState, JobState } from '@weir/persistence';

/** What is known of a run that has not ended. */
export interface ReconciliationFacts {
  readonly isCurrent: boolean;
  /** Nobody holds it, or whoever did is silent for longer than its lease. */
  readonly isFree: boolean;
  readonly state: JobState;
  readonly desiredState: DesiredState;
  /** A cancel or a stop that waits for the owner. */
  readonly hasOpenCancel: boolean;
  readonly hasOpenStop: boolean;
}

export type ReconciliationStep =
  | 'NOTHING'
  /** Wake a host for it. */
  | 'LAUNCH'
  /** Nobody holds it and it is not wanted: it ends CANCELED. */
  | 'END_CANCELED'
  /** It is to be cancelled, and no operation says so. */
  | 'REPEAT_CANCEL'
  /** The stop has failed or is gone: the job runs on. */
  | 'FORGET_STOP';

/** The step that brings a run nearer to what is wanted. */
export function decideReconciliation(facts: ReconciliationFacts): ReconciliationStep {
  if (!facts.isCurrent) return facts.isFree ? 'END_CANCELED' : 'NOTHING';
  switch (facts.desiredState) {
    case 'CANCELED':
      if (facts.isFree) return 'END_CANCELED';
      return facts.hasOpenCancel ? 'NOTHING' : 'REPEAT_CANCEL';
    case 'STOPPED':
      if (!facts.hasOpenStop) return 'FORGET_STOP';
      return facts.isFree ? 'LAUNCH' : 'NOTHING';
    case 'CREATED':
    case 'RUNNING':
      return facts.isFree ? 'LAUNCH' : 'NOTHING';
  }
}
