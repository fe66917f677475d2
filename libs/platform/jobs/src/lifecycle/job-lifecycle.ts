import type { DesiredState, Job, JobState } from '@weir/persistence';
import {
  jobRequests,
  observationTable,
  requestTable,
  type JobRequest,
  type Observation,
  type ObservedState,
  type RequestOutcome,
} from './transition-table.ts';

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

/** What an observed state of the current run does to the job. */
export function decideObservation(state: JobState, observed: ObservedState): Observation {
  return observationTable[state][observed];
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

function isLive(state: JobState): boolean {
  return state !== 'CREATED' && state !== 'FINISHED' && state !== 'CANCELED' && state !== 'FAILED';
}
