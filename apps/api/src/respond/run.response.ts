import type { z } from 'zod';
import type { RunView } from '@weir/jobs';
import type { Attempt, OutputRecord, Run, RunException } from '@weir/persistence';
import type * as jobContract from '../contract/job.schema.ts';
import type * as contract from '../contract/run.schema.ts';

export function runBody(run: Run): z.output<typeof contract.run> {
  return {
    id: run.id,
    number: run.number,
    version: run.version,
    state: run.state,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    nextAttemptAt: run.nextAttemptAt,
    parallelism: run.parallelism,
    restoredFrom: run.restoredFrom,
    recordsIn: run.recordsIn,
    recordsOut: run.recordsOut,
  };
}

export function runDetailBody({ run, attempts }: RunView): z.output<typeof contract.runDetail> {
  return { ...runBody(run), attempts: attempts.map(attemptBody) };
}

export function exceptionBody({
  runId,
  runNumber,
  epoch,
  workerId,
  failure,
}: RunException): z.output<typeof contract.jobException> {
  return { runId, runNumber, epoch, workerId, failure };
}

export function outputBody(
  rows: readonly OutputRecord[],
  cursor: string | null,
): z.output<typeof jobContract.outputPage> {
  const last = rows.at(-1);
  return {
    items: rows.map(({ position, operator, subtask, timestamp, row }) => ({
      sequence: position,
      operator,
      subtask,
      timestamp,
      row: { ...row },
    })),
    nextCursor: last === undefined ? cursor : String(last.position),
  };
}

function attemptBody({
  epoch,
  workerId,
  startedAt,
  endedAt,
  restoredFrom,
  failure,
}: Attempt): z.output<typeof contract.attempt> {
  return { epoch, workerId, startedAt, endedAt, restoredFrom, failure };
}
