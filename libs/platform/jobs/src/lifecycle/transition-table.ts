import type { RunState } from '@weir/run-contract';
import type { JobState } from '@weir/persistence';

/** What people and programs ask of a job. */
export const jobRequests = [
  'start',
  'stop',
  'cancel',
  'restart',
  'checkpoint',
  'savepoint',
  'restore',
  'delete',
] as const;
export type JobRequest = (typeof jobRequests)[number];

/** What the owner of the current run tells: the state the run is in. */
export type ObservedState = RunState;

export type RequestOutcome =
  /** Accepted; the job is in `state` at once. */
  | { readonly kind: 'go'; readonly state: JobState }
  /** Accepted; the state changes when the owner of the run tells so. */
  | { readonly kind: 'stay' }
  | { readonly kind: 'refuse'; readonly reason: string };

export type Observation =
  | { readonly kind: 'go'; readonly state: JobState }
  /** Old news: the job has ended, or no run of it exists. */
  | { readonly kind: 'ignore' };

const begin: RequestOutcome = { kind: 'go', state: 'INITIALIZING' };
const stay: RequestOutcome = { kind: 'stay' };
const refuse = (reason: string): RequestOutcome => ({ kind: 'refuse', reason });

const live = 'The job runs already; use restart or restore to begin anew.';
const notRunning = 'Only a RUNNING job can do that.';
const neverRan = 'The job has never run; start it.';
const ended = 'The job has ended already.';
const cancelling = 'The job is being cancelled.';
const cancelFirst = 'Stop or cancel the job first.';
const resumes = 'The job is suspended, and resumes by itself as soon as a worker is there.';

const whileLive: Record<JobRequest, RequestOutcome> = {
  start: refuse(live),
  stop: refuse(notRunning),
  cancel: stay,
  restart: begin,
  checkpoint: refuse(notRunning),
  savepoint: refuse(notRunning),
  restore: begin,
  delete: refuse(cancelFirst),
};

const afterEnd: Record<JobRequest, RequestOutcome> = {
  start: begin,
  stop: refuse(ended),
  cancel: refuse(ended),
  restart: begin,
  checkpoint: refuse(notRunning),
  savepoint: refuse(notRunning),
  restore: begin,
  delete: stay,
};

/** Every request in every state. `docs/specs/job-lifecycle.md` shows the same table, and a test compares the two. */
export const requestTable: Record<JobState, Record<JobRequest, RequestOutcome>> = {
  CREATED: { ...afterEnd, stop: refuse(neverRan), cancel: refuse(neverRan), restart: refuse(neverRan) },
  INITIALIZING: whileLive,
  RUNNING: { ...whileLive, stop: stay, checkpoint: stay, savepoint: stay },
  FAILING: whileLive,
  RESTARTING: whileLive,
  CANCELLING: { ...whileLive, cancel: refuse(cancelling), restart: refuse(cancelling), restore: refuse(cancelling) },
  SUSPENDED: { ...whileLive, start: refuse(resumes), cancel: { kind: 'go', state: 'CANCELED' } },
  FINISHED: afterEnd,
  CANCELED: afterEnd,
  FAILED: afterEnd,
};

const follow: Record<ObservedState, Observation> = {
  INITIALIZING: { kind: 'go', state: 'INITIALIZING' },
  RUNNING: { kind: 'go', state: 'RUNNING' },
  FAILING: { kind: 'go', state: 'FAILING' },
  RESTARTING: { kind: 'go', state: 'RESTARTING' },
  CANCELLING: { kind: 'go', state: 'CANCELLING' },
  SUSPENDED: { kind: 'go', state: 'SUSPENDED' },
  FINISHED: { kind: 'go', state: 'FINISHED' },
  CANCELED: { kind: 'go', state: 'CANCELED' },
  FAILED: { kind: 'go', state: 'FAILED' },
};

const ignore: Record<ObservedState, Observation> = {
  INITIALIZING: { kind: 'ignore' },
  RUNNING: { kind: 'ignore' },
  FAILING: { kind: 'ignore' },
  RESTARTING: { kind: 'ignore' },
  CANCELLING: { kind: 'ignore' },
  SUSPENDED: { kind: 'ignore' },
  FINISHED: { kind: 'ignore' },
  CANCELED: { kind: 'ignore' },
  FAILED: { kind: 'ignore' },
};

/** Every observation in every state. Once a job has ended, only a request moves it. */
export const observationTable: Record<JobState, Record<ObservedState, Observation>> = {
  CREATED: ignore,
  INITIALIZING: follow,
  RUNNING: follow,
  FAILING: follow,
  RESTARTING: follow,
  CANCELLING: follow,
  SUSPENDED: follow,
  FINISHED: ignore,
  CANCELED: ignore,
  FAILED: ignore,
};
