import type { Failure, JobException } from './api-types.ts';

/** Failures of one cause, however many. */
export interface FailureCause {
  readonly key: string;
  readonly count: number;
  readonly firstAt: number;
  /** The newest of them. */
  readonly latest: JobException;
  /** Numbers of the first and the last run that it happened to. */
  readonly runs: readonly [first: number, last: number];
}

/** Failures by what happened and where, the cause that was met last first. */
export function groupByCause(exceptions: readonly JobException[]): readonly FailureCause[] {
  const newestFirst = exceptions.toSorted((a, b) => b.failure.timestamp - a.failure.timestamp);
  const causes = new Map<string, FailureCause>();
  for (const exception of newestFirst) {
    const { failure, runNumber } = exception;
    const key = JSON.stringify([failure.code, failure.operatorUid, failure.message]);
    const known = causes.get(key);
    causes.set(key, {
      key,
      count: (known?.count ?? 0) + 1,
      firstAt: failure.timestamp,
      latest: known?.latest ?? exception,
      runs: [Math.min(runNumber, known?.runs[0] ?? runNumber), Math.max(runNumber, known?.runs[1] ?? runNumber)],
    });
  }
  return [...causes.values()];
}

/** `count #1` or `count`: where it failed; undefined when it was no task. */
export function failurePlace(failure: Pick<Failure, 'operatorUid' | 'subtask'>): string | undefined {
  if (failure.operatorUid === null) return undefined;
  return failure.subtask === null ? failure.operatorUid : `${failure.operatorUid} #${failure.subtask}`;
}
