import { runStates } from '@weir/run-contract';

/** States of a job, Flink's words. A run has the same ones: CREATED means that no host has taken it yet. */
export const jobStates = ['CREATED', ...runStates] as const;
export type JobState = (typeof jobStates)[number];

/** What was asked for last: nothing yet, to run, to stop with a savepoint, to be cancelled. */
export const desiredStates = ['CREATED', 'RUNNING', 'STOPPED', 'CANCELED'] as const;
export type DesiredState = (typeof desiredStates)[number];

/** States that a run never leaves. A SUSPENDED run may be resumed, so it is not among them. */
export const endStates = ['FINISHED', 'CANCELED', 'FAILED'] as const satisfies readonly JobState[];

export function isEndState(state: JobState): boolean {
  return (endStates as readonly JobState[]).includes(state);
}
