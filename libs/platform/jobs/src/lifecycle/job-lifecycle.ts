import type { RunState } from '@weir/run-contract';
import { isEndState, type DesiredState, type Job, type JobState } from '@weir/persistence';
import { jobRequests, requestTable, type JobRequest, type RequestOutcome } from './transition-table.ts';

export interface ActionAllowance {
  readonly allowed: boolean;
  /** Why not; null when allowed. */
  readonly reason: string | null;
}

export type JobActions = Readonly<Record<JobRequest, ActionAllowance>>;

type Phase = Pick<Job, 'state' | 'desiredState'>;

/**
 * What becomes of a request now. The table decides by the state; on top of it a job that is on its way out takes nothing but a
 * cancel, so that two endings never race.
 */
export function decideRequest(job: Phase, request: JobRequest): RequestOutcome {
  const outcome = requestTable[job.state][request];
  if (outcome.kind === 'refuse' || !isLive(job.state)) return outcome;
  const ending = endings[job.desiredState];
  if (ending === null || (request === 'cancel' && job.desiredState === 'STOPPED')) return outcome;
  return { kind: 'refuse', reason: ending };
}

const endings: Record<DesiredState, string | null> = {
  CREATED: null,
  RUNNING: null,
  STOPPED: 'The job is being stopped with a savepoint.',
  CANCELED: 'The job is being cancelled.',
};

/** The job's state when its current run is seen in `observed`: the same, but null for one that has ended or never began, which only a request moves. */
export function decideObservation(state: JobState, observed: RunState): RunState | null {
  return isLive(state) ? observed : null;
}

/** What is wanted of a job whose stop with savepoint has failed or is gone: it runs on. Null: nothing has changed. */
export function decideStopFailed({ desiredState }: Pick<Job, 'desiredState'>): DesiredState | null {
  return desiredState === 'STOPPED' ? 'RUNNING' : null;
}

/** Every action with whether it is allowed now, and if not, why. */
export function allowedActions(job: Phase): JobActions {
  const entries = jobRequests.map((request): [JobRequest, ActionAllowance] => {
    const outcome = decideRequest(job, request);
    return [
      request,
      outcome.kind === 'refuse' ? { allowed: false, reason: outcome.reason } : { allowed: true, reason: null },
    ];
  });
  return Object.fromEntries(entries) as Record<JobRequest, ActionAllowance>;
}

/** It has a run that has not ended. */
export function isLive(state: JobState): boolean {
  return state !== 'CREATED' && !isEndState(state);
}
