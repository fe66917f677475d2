import type { DesiredState, JobState } from '@weir/persistence';

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

export type RequestOutcome = Acceptance | { readonly kind: 'refuse'; readonly reason: string };

export interface Acceptance {
  readonly kind: 'accept';
  /** The job is in it at once; null: the state follows when the owner of the run tells so. */
  readonly state: JobState | null;
  /** What is wanted from now on; null: what was wanted before. */
  readonly desiredState: DesiredState | null;
}

const accept = (state: JobState | null, desiredState: DesiredState | null): Acceptance => ({
  kind: 'accept',
  state,
  desiredState,
});
const begin = accept('INITIALIZING', 'RUNNING');
const stop = accept(null, 'STOPPED');
const cancel = accept(null, 'CANCELED');
const stay = accept(null, null);
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
  cancel,
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
  RUNNING: { ...whileLive, stop, checkpoint: stay, savepoint: stay },
  FAILING: whileLive,
  RESTARTING: whileLive,
  CANCELLING: { ...whileLive, cancel: refuse(cancelling), restart: refuse(cancelling), restore: refuse(cancelling) },
  SUSPENDED: { ...whileLive, start: refuse(resumes) },
  FINISHED: afterEnd,
  CANCELED: afterEnd,
  FAILED: afterEnd,
};
