import type { Failure, JobException } from './api-types.ts';

export interface RunExceptions {
  readonly runId: string;
  readonly runNumber: number;
  /** Newest first. */
  readonly exceptions: readonly JobException[];
}

/** Failures by run, newest run first. */
export function groupByRun(exceptions: readonly JobException[]): readonly RunExceptions[] {
  const runNumbers = [...new Set(exceptions.map(({ runNumber }) => runNumber))].toSorted((a, b) => b - a);
  return runNumbers.flatMap((runNumber) => {
    const ofRun = exceptions.filter((exception) => exception.runNumber === runNumber);
    const sorted = ofRun.toSorted((a, b) => b.failure.timestamp - a.failure.timestamp);
    const newest = sorted[0];
    return newest === undefined ? [] : { runId: newest.runId, runNumber, exceptions: sorted };
  });
}

/** `count #1` or `count`: where it failed; undefined when it was no task. */
export function failurePlace(failure: Pick<Failure, 'operatorUid' | 'subtask'>): string | undefined {
  if (failure.operatorUid === null) return undefined;
  return failure.subtask === null ? failure.operatorUid : `${failure.operatorUid} #${failure.subtask}`;
}
