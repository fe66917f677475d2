import type { CheckpointRecord } from '@weir/run-contract';
import { assertNever, type JobId, type RunId } from '@weir/kernel';
import { isEndState, type Job, type NewEvent, type Owner, type Repositories } from '@weir/persistence';
import { finished, resultOf } from '../operations/operation.ts';
import { decideObservation } from '../lifecycle/job-lifecycle.ts';
import type { RunObservation } from './observation.ts';

export interface Recording {
  readonly jobId: JobId;
  readonly runId: RunId;
  readonly owner: Owner;
  readonly now: number;
}

/**
 * Writes observations in their order, in the caller's transaction, but only while the owner still holds the run: `LOST` says that
 * another host has taken it (or the job is gone) and nothing was written.
 */
export async function recordObservations(
  repositories: Repositories,
  recording: Recording,
  observations: readonly RunObservation[],
): Promise<'RECORDED' | 'LOST'> {
  const job = await repositories.jobs.lock(recording.jobId);
  if (job === null || !(await repositories.leases.hold(recording.runId, recording.owner))) return 'LOST';
  const events: NewEvent[] = [];
  let current = job;
  for (const observation of observations) {
    const recorded = await record(repositories, recording, current, observation);
    current = recorded.job;
    events.push(...recorded.events);
  }
  await repositories.events.append(events);
  return 'RECORDED';
}

interface Recorded {
  readonly job: Job;
  readonly events: readonly NewEvent[];
}

async function record(
  repositories: Repositories,
  recording: Recording,
  job: Job,
  observation: RunObservation,
): Promise<Recorded> {
  const about = { jobId: recording.jobId, runId: recording.runId };
  switch (observation.kind) {
    case 'state':
      return recordState(repositories, recording, job, observation);
    case 'attempt-started': {
      const { epoch, startedAt, restoredFrom } = observation.attempt;
      await repositories.attempts.start(
        recording.jobId,
        recording.runId,
        recording.owner.workerId,
        observation.attempt,
      );
      return {
        job,
        events: [{ ...about, type: 'attempt.started', timestamp: startedAt, data: { epoch, restoredFrom } }],
      };
    }
    case 'attempt-ended': {
      const { epoch, timestamp, failure } = observation;
      await repositories.attempts.end(recording.runId, epoch, timestamp, failure);
      return {
        job,
        events: [{ ...about, type: 'attempt.ended', timestamp, data: { epoch, failure: failure?.message ?? null } }],
      };
    }
    case 'checkpoint':
      return { job, events: await recordCheckpoint(repositories, recording, job, observation.record) };
    case 'checkpoint-discarded': {
      const isNews = await repositories.checkpoints.markDiscarded(recording.jobId, observation.checkpointId);
      const data = { checkpointId: observation.checkpointId };
      return {
        job,
        events: isNews ? [{ ...about, type: 'checkpoint.discarded', timestamp: recording.now, data }] : [],
      };
    }
    default:
      return assertNever(observation);
  }
}

async function recordState(
  repositories: Repositories,
  { jobId, runId, now }: Recording,
  job: Job,
  { state, timestamp, nextAttemptAt }: Extract<RunObservation, { kind: 'state' }>,
): Promise<Recorded> {
  const run = await repositories.runs.find(runId);
  if (run === null) return { job, events: [] };
  await repositories.runs.update(runId, {
    state,
    startedAt: run.startedAt ?? timestamp,
    endedAt: isEndState(state) ? timestamp : null,
    nextAttemptAt,
  });
  const about = { timestamp, jobId, runId };
  const events: NewEvent[] = run.state === state ? [] : [{ ...about, type: 'run.state', data: { state } }];
  if (state === 'RUNNING') {
    for (const operation of await repositories.operations.openStarting(runId)) {
      await repositories.operations.finish(operation.id, { kind: 'succeeded', result: resultOf(run) }, now);
      events.push(finished(operation, 'SUCCEEDED', now));
    }
  }
  if (job.currentRunId !== runId) return { job, events };
  const next = decideObservation(job.state, state);
  if (next === null) return { job, events };
  await repositories.jobs.update(jobId, { state: next, observedAt: timestamp });
  if (next !== job.state)
    events.push({ ...about, type: 'job.state', data: { state: next, desiredState: job.desiredState } });
  return { job: { ...job, state: next, observedAt: timestamp }, events };
}

async function recordCheckpoint(
  repositories: Repositories,
  { jobId, runId }: Recording,
  job: Job,
  checkpoint: CheckpointRecord,
): Promise<readonly NewEvent[]> {
  const saved = await repositories.checkpoints.save(jobId, runId, checkpoint);
  if (saved === 'IGNORED') return [];
  const isNewSavepoint = checkpoint.kind === 'SAVEPOINT' && (await repositories.savepoints.save(job, checkpoint));
  const about = { jobId, runId, timestamp: checkpoint.latestAckTimestamp ?? checkpoint.triggerTimestamp };
  const events: NewEvent[] = [];
  if (saved === 'INSERTED' && checkpoint.status !== 'IN_PROGRESS') {
    // It began and ended between two writes.
    const begun = { ...checkpoint, endToEndDuration: null, checkpointedSize: 0, stateSize: 0, failureReason: null };
    events.push({ ...about, timestamp: begun.triggerTimestamp, type: 'checkpoint.triggered', data: brief(begun) });
  }
  if (saved === 'INSERTED' || checkpoint.status !== 'IN_PROGRESS') {
    events.push({ ...about, type: eventOf[checkpoint.status], data: brief(checkpoint) });
  }
  if (checkpoint.kind === 'SAVEPOINT' && (isNewSavepoint || checkpoint.status !== 'IN_PROGRESS')) {
    const data = { savepointId: checkpoint.snapshotId, status: checkpoint.status };
    events.push({ ...about, type: isNewSavepoint ? 'savepoint.created' : 'savepoint.updated', data });
  }
  return events;
}

const eventOf = {
  IN_PROGRESS: 'checkpoint.triggered',
  COMPLETED: 'checkpoint.completed',
  FAILED: 'checkpoint.failed',
} as const;

function brief(checkpoint: CheckpointRecord): Readonly<Record<string, unknown>> {
  const { id, snapshotId, kind, trigger, endToEndDuration, checkpointedSize, stateSize, failureReason } = checkpoint;
  return { checkpointId: id, snapshotId, kind, trigger, endToEndDuration, checkpointedSize, stateSize, failureReason };
}
