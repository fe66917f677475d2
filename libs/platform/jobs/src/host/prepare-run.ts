import type { JobTarget, SnapshotDescription } from '@weir/run-contract';
import type { JobSpec } from '@weir/job-spec';
import type { JobId, RunId } from '@weir/kernel';
import { invariant } from '@weir/kernel';
import type { Job, NewEvent, Owner, Repositories, Run, Store } from '@weir/persistence';
import { listJobSnapshots, readSnapshotRecords } from '../runs/job-snapshots.ts';
import { decideRestore, greatestId, type RestoreDecision, type RestoreFacts } from './decide-restore.ts';

export interface PreparedRun {
  readonly job: Job;
  readonly run: Run;
  readonly spec: JobSpec;
  readonly decision: RestoreDecision;
  /** Greater than every number the job ever gave a checkpoint, and than that of the snapshot it begins from, as in Flink. */
  readonly firstCheckpointId: number;
}

export interface Preparation {
  readonly store: Store;
  readonly target: JobTarget;
  readonly owner: Owner;
  readonly now: () => number;
  readonly jobId: JobId;
  readonly runId: RunId;
}

/**
 * Gathers what a claimed run needs to begin or go on: the spec, the snapshot, the next checkpoint number. Storage is the truth about
 * snapshots, so what it holds complete is written into the history, and what an earlier host left open there is closed. Rejects with
 * SNAPSHOT_NOT_FOUND when the state of the run is lost, and with SNAPSHOT_DAMAGED when it is there and cannot be read.
 */
export async function prepareRun(preparation: Preparation): Promise<PreparedRun> {
  const { store, target, jobId, runId } = preparation;
  const { job, run, spec } = await store.read((repositories) => readRun(repositories, jobId, runId));
  const listing = await listJobSnapshots({ store, target }, jobId);
  return store.write(async (repositories) => {
    await repositories.jobs.lock(jobId);
    const records = await readSnapshotRecords(repositories, jobId);
    const ownCommitted = await repositories.checkpoints.lastCommitted(jobId, runId);
    const decision = decideRestore({ run, listing, records, ownCommitted });
    const events = await adoptSnapshots(repositories, preparation, listing.readable);
    if (decision.isTakeover) events.push(...(await closeLostAttempt(repositories, preparation)));
    if (decision.restoredFrom !== null) await repositories.runs.update(runId, { restoredFrom: decision.restoredFrom });
    const known = await repositories.checkpoints.maxId(jobId);
    await repositories.events.append(events);
    return {
      job,
      run: decision.restoredFrom === null ? run : { ...run, restoredFrom: decision.restoredFrom },
      spec,
      decision,
      firstCheckpointId: nextCheckpointId(known, decision, { listing, records }),
    };
  });
}

function nextCheckpointId(
  known: number,
  { restoredFrom }: RestoreDecision,
  { listing, records }: Pick<RestoreFacts, 'listing' | 'records'>,
): number {
  const ofSavepoints = records.savepoints.map((savepoint) => savepoint.checkpointId);
  return (
    Math.max(
      known,
      greatestId([...listing.readable, ...listing.damaged]),
      restoredFrom?.checkpointId ?? 0,
      ...ofSavepoints,
    ) + 1
  );
}

async function readRun(
  repositories: Repositories,
  jobId: JobId,
  runId: RunId,
): Promise<{ job: Job; run: Run; spec: JobSpec }> {
  const job = await repositories.jobs.find(jobId);
  const run = await repositories.runs.find(runId);
  const version = run === null ? null : await repositories.jobs.findVersion(jobId, run.version);
  invariant(job !== null && run !== null && version !== null, 'A claimed run has its job and its version.', {
    jobId,
    runId,
  });
  return { job, run, spec: version.spec };
}

/** Completed snapshots that Postgres missed while it was away. */
async function adoptSnapshots(
  repositories: Repositories,
  { jobId }: Preparation,
  snapshots: readonly SnapshotDescription[],
): Promise<NewEvent[]> {
  const events: NewEvent[] = [];
  for (const snapshot of snapshots) {
    if (!(await repositories.checkpoints.adopt(jobId, snapshot))) continue;
    events.push({
      type: 'checkpoint.completed',
      timestamp: snapshot.triggerTimestamp,
      jobId,
      runId: null,
      data: {
        checkpointId: snapshot.checkpointId,
        snapshotId: snapshot.snapshotId,
        kind: snapshot.kind,
        stateSize: snapshot.stateSize,
      },
    });
  }
  return events;
}

/** What the host that is gone could not end itself. After a suspension there is nothing of it. */
async function closeLostAttempt(repositories: Repositories, { jobId, runId, now }: Preparation): Promise<NewEvent[]> {
  const timestamp = now();
  const message = 'The host that ran this attempt is gone; the run goes on from its latest checkpoint.';
  const failure = { timestamp, code: 'HOST_LOST', message, stack: null, operatorUid: null, subtask: null };
  const epochs = await repositories.attempts.endOpen(runId, timestamp, failure);
  const failed = await repositories.checkpoints.failOpen(runId, 'HOST_LOST', message);
  await repositories.savepoints.failOpen(runId, message);
  return [
    ...epochs.map((epoch): NewEvent => ({
      type: 'attempt.ended',
      timestamp,
      jobId,
      runId,
      data: { epoch, failure: message },
    })),
    ...failed.map((id): NewEvent => ({
      type: 'checkpoint.failed',
      timestamp,
      jobId,
      runId,
      data: { checkpointId: id, failureReason: 'HOST_LOST' },
    })),
  ];
}
