import { printLimits } from '@weir/job-spec';
import { JobTargetError, type EpochSource } from '@weir/run-contract';
import { messageOf, PlatformError, type Epoch, type JobId, type RunId } from '@weir/kernel';
import type { Owner } from '@weir/persistence';
import { endRun } from '../runs/end-run.ts';
import type { JobsContext } from '../jobs-context.ts';
import type { HostedRun } from './hosted-run.ts';
import { pause } from './pause.ts';
import { prepareRun } from './prepare-run.ts';
import { publishMetrics } from './publish-metrics.ts';
import { RunRecorder } from './run-recorder.ts';
import { untilStored } from './until-stored.ts';

export interface ClaimedRun {
  readonly owner: Owner;
  readonly jobId: JobId;
  readonly runId: RunId;
  readonly onLost: (run: HostedRun) => void;
}

export interface LaunchedRun {
  readonly hosted: HostedRun;
  /** RUNNING: the target has taken it. ENDED: it has ended, or was given back, without ever reaching the target. Never rejects. */
  readonly accepted: Promise<'RUNNING' | 'ENDED'>;
}

/** A run that the target has no room for is given back, and not asked for again at once. */
const fullPauseMs = 500;

/** Hands a run that this host has just claimed to the target. */
export function launchClaimed(context: JobsContext, claimed: ClaimedRun): LaunchedRun {
  const { jobId, runId, owner } = claimed;
  const { store, clock, logger } = context;
  const hosted: HostedRun = {
    jobId,
    runId,
    recorder: new RunRecorder({
      store,
      logger,
      now: () => clock.now(),
      jobId,
      runId,
      owner,
      onLost: () => claimed.onLost(hosted),
      // An end is told when its last rows and figures are there.
      beforeEnd: () => publishMetrics(store, owner, hosted),
    }),
    handle: null,
    retention: null,
    earlierMetrics: null,
    isLost: false,
    published: Promise.resolve(),
    outputSequence: -1,
    outputLimits: new Map(),
    operations: new Map(),
  };
  return { hosted, accepted: launch(context, claimed, hosted) };
}

async function launch(context: JobsContext, claimed: ClaimedRun, hosted: HostedRun): Promise<'RUNNING' | 'ENDED'> {
  try {
    return await untilStored(() => tryLaunch(context, claimed, hosted), { isWanted: () => !hosted.isLost });
  } catch (error) {
    return giveUp(context, claimed, error);
  }
}

async function tryLaunch(context: JobsContext, claimed: ClaimedRun, hosted: HostedRun): Promise<'RUNNING' | 'ENDED'> {
  const { store, target, clock } = context;
  const { owner, jobId, runId } = claimed;
  const prepared = await prepareRun({ store, target, owner, now: () => clock.now(), jobId, runId });
  if (prepared.job.desiredState === 'CANCELED') {
    await end(context, claimed, 'CANCELED', null);
    return 'ENDED';
  }
  const { run, spec, decision, firstCheckpointId } = prepared;
  const parallelism = run.isParallelismOverridden ? run.parallelism : null;
  const epochs = epochSource(context, claimed, hosted);
  hosted.retention = spec.checkpointing.retention;
  hosted.outputLimits = printLimits(spec);
  hosted.earlierMetrics = decision.isTakeover ? await store.read(({ runs }) => runs.findMetrics(runId)) : null;
  hosted.handle = await target.launch(
    { jobId, runId, spec, parallelism, firstCheckpointId, restore: decision.restore, epochs },
    hosted.recorder,
  );
  return 'RUNNING';
}

/** Hands out fencing tokens, and takes note of the end, as long as this host holds the run. */
function epochSource({ store }: JobsContext, { runId, jobId, owner }: ClaimedRun, hosted: HostedRun): EpochSource {
  return {
    confirmEnd: async ({ state }) => {
      // The recorder has been told of the end, and writes until it is stored or the run is another host's.
      await hosted.recorder.drain();
      const isWanted = (): boolean => !hosted.isLost;
      const run = await untilStored(() => store.read(({ runs }) => runs.find(runId)), { isWanted }).catch(
        (error: unknown) => {
          if (isWanted()) throw error;
          return null;
        },
      );
      return isWanted() && run?.state === state;
    },
    acquire: async (): Promise<Epoch> => {
      const epoch = await store.write(async ({ jobs, leases }) => {
        await jobs.lock(jobId);
        return leases.nextEpoch(runId, owner);
      });
      if (epoch === null) throw new RunLostError(runId);
      return epoch;
    },
  };
}

/** Another host holds the run: this one must not begin an attempt. */
export class RunLostError extends PlatformError<'RUN_LOST'> {
  constructor(runId: RunId) {
    super('RUN_LOST', `Run ${runId} is held by another host now.`, false);
  }
}

/** A launch that can never succeed fails the run; one that may succeed elsewhere gives the run back. */
async function giveUp(context: JobsContext, claimed: ClaimedRun, error: unknown): Promise<'ENDED'> {
  const { store, clock, logger } = context;
  try {
    if (error instanceof JobTargetError && error.code === 'NO_CAPACITY') {
      await store.write(({ leases }) => leases.release(claimed.runId, claimed.owner));
      await pause(fullPauseMs);
    } else if (!(error instanceof RunLostError)) {
      const code = error instanceof PlatformError ? String(error.code) : 'LAUNCH_FAILED';
      const stack = error instanceof Error && !(error instanceof PlatformError) ? (error.stack ?? null) : null;
      await end(context, claimed, 'FAILED', {
        timestamp: clock.now(),
        code,
        message: messageOf(error),
        stack,
        operatorUid: null,
        subtask: null,
      });
    }
  } catch (failure) {
    // The lease runs out, and whoever takes the run then meets the same error again.
    logger.log('error', 'A run that could not be launched could not be given up either.', {
      runId: claimed.runId,
      error: messageOf(failure),
    });
  }
  logger.log('warn', 'A run could not be launched.', {
    runId: claimed.runId,
    jobId: claimed.jobId,
    error: messageOf(error),
  });
  return 'ENDED';
}

async function end(
  context: JobsContext,
  claimed: ClaimedRun,
  state: 'CANCELED' | 'FAILED',
  failure: Parameters<typeof endRun>[1]['failure'],
): Promise<void> {
  await context.store.write(async (repositories) => {
    const job = await repositories.jobs.lock(claimed.jobId);
    const run = await repositories.runs.find(claimed.runId);
    if (job === null || run === null || !(await repositories.leases.hold(run.id, claimed.owner))) return;
    await repositories.events.append(
      await endRun(repositories, { job, run, state, failure, now: context.clock.now() }),
    );
  });
}
