import { JobMaster, type RunPorts } from '@weir/engine-execution';
import type { AttemptStorage, CheckpointStorage } from '@weir/engine-core';
import type { AnalyzedJob } from '@weir/job-spec';
import { PlatformError, trusted, type IdSource, type Logger } from '@weir/kernel';
import type { RestoreRequest, RunObserver } from '@weir/run-contract';
import { lateTimers } from '../ports/late-timers.ts';
import { Life } from '../ports/life.ts';
import { SimulatedThreads, type RunningThread } from '../ports/simulated-threads.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { Trace } from '../trace.ts';
import type { VirtualTime } from '../virtual-time.ts';
import type { MessageFaults, RareBranches } from '../world/fault-plan.ts';
import type { Tuning } from '../world/world.ts';
import type { ControlPlane } from './control-plane.ts';
import type { PublishWatch } from './publish-watch.ts';
import { compositionOf, storageOf, type MachineParts } from './simulated-machine.ts';

export const jobId = '00000000-0000-4000-a000-000000000001';

export interface HostOptions {
  readonly machine: MachineParts;
  readonly time: VirtualTime;
  readonly random: SeededRandom;
  readonly ids: IdSource;
  readonly trace: Trace;
  readonly control: ControlPlane;
  readonly publishes: PublishWatch;
  /** Snapshots whose removal has begun. */
  readonly removals: Set<string>;
  readonly tuning: Tuning;
  /** A task takes rows that it has no room for. */
  readonly onOverflow: (message: string) => void;
  readonly rare: () => RareBranches;
  readonly faults: () => MessageFaults;
  readonly run: { readonly runId: string; readonly job: AnalyzedJob; readonly restore: RestoreRequest | null };
}

/**
 * One process of the engine: the shipped JobMaster over simulated threads. It can be ended at any moment, and its main thread, where
 * the job master and the coordinator live, alone.
 */
export class SimulatedHost {
  readonly life = new Life();
  readonly masterLife = new Life(this.life);
  readonly master: JobMaster;
  readonly threads: RunningThread[] = [];
  /** Its number in the control plane. */
  readonly owner: number;
  #closeLinks: () => void = () => undefined;

  constructor(options: HostOptions) {
    this.owner = options.control.takeOver();
    const { run, control, tuning } = options;
    this.master = new JobMaster(
      {
        jobId: trusted(jobId),
        runId: trusted(run.runId),
        job: run.job,
        specDigest: '0'.repeat(64),
        firstCheckpointId: control.nextCheckpointId,
        restore: run.restore,
        threadsMax: tuning.threads,
        settings: {
          flushAfterMs: tuning.flushAfterMs,
          channelCredits: tuning.channelCredits,
          batchRows: tuning.batchRows,
          metricsIntervalMs: 1_000,
          roundsPerSlice: tuning.roundsPerSlice,
        },
      },
      this.#ports(options),
      this.#listener(options),
    );
  }

  /** The world is over. */
  end(): void {
    this.life.end();
    this.#closeLinks();
  }

  #ports(options: HostOptions): RunPorts {
    const { machine, time, random, ids, trace, control, publishes, removals, rare, faults, onOverflow } = options;
    const { life, masterLife } = this;
    const logger: Logger = {
      log: (level, message, values) => {
        if (level !== 'debug')
          trace.note(time.monotonic(), `host ${this.owner} ${level}: ${message} ${JSON.stringify(values ?? {})}`);
      },
    };
    const storage = storageOf(machine, masterLife);
    const spawner = new SimulatedThreads({
      time,
      random,
      logger,
      process: life,
      host: masterLife,
      faults,
      rare,
      compose: (threadLife, flow) => compositionOf(machine, threadLife, flow),
      wires: options.tuning.wires ?? 'QUEUES',
      onOverflow,
      onSpawn: (thread) => this.threads.push(thread),
      onDataFinished: () => {
        if (random.chance(rare().requestAtEnd)) void this.master.triggerCheckpoint();
      },
    });
    this.#closeLinks = () => spawner.close();
    return {
      clock: time,
      timers: masterLife.timers(lateTimers({ time, random, rare })),
      random,
      ids,
      logger: { log: masterLife.guard((level, message, values) => logger.log(level, message, values)) },
      storage: watched(storage, publishes, removals),
      removeLeftovers: (job, epoch) => storage.removeLeftovers(job, epoch),
      spawner,
      epochs: {
        acquire: () =>
          masterLife.while(() => {
            const epoch = control.acquireEpoch(this.owner);
            return epoch === null ? Promise.reject(new OwnerChanged()) : Promise.resolve(epoch);
          }),
        confirmEnd: () => masterLife.while(() => Promise.resolve(control.confirmEnd(this.owner))),
      },
    };
  }

  #listener({ time, trace, control }: HostOptions): RunObserver {
    const note = (text: string): void => {
      if (!this.masterLife.isOver) trace.note(time.monotonic(), `host ${this.owner}: ${text}`);
    };
    return {
      onState: (state) => note(state),
      onAttemptStarted: ({ epoch, restoredFrom }) => {
        note(
          `epoch ${epoch} begins from ${restoredFrom === null ? 'nothing' : `checkpoint ${restoredFrom.checkpointId}`}`,
        );
      },
      onAttemptEnded: (epoch, _at, failure) => note(`epoch ${epoch} ended: ${failure?.message ?? 'well'}`),
      onCheckpoint: (record) => {
        if (!this.masterLife.isOver) control.sawCheckpoint(record.id, record.status);
        if (record.status !== 'IN_PROGRESS')
          note(`checkpoint ${record.id} ${record.status} ${record.failureReason ?? ''}`);
      },
      onCheckpointDiscarded: (checkpointId) => note(`checkpoint ${checkpointId} discarded`),
    };
  }
}

/** The control plane has given the run to another host. */
class OwnerChanged extends PlatformError<'OWNER_CHANGED'> {
  constructor() {
    super('OWNER_CHANGED', 'Another host owns the run.', false);
  }
}

/** Tells the watch of every epoch opened and every manifest published, and notes every removal that has begun. */
function watched(storage: CheckpointStorage, publishes: PublishWatch, removals: Set<string>): CheckpointStorage {
  return {
    openAttempt: async (job, epoch) => {
      const attempt = await storage.openAttempt(job, epoch);
      publishes.opened(epoch);
      const publish: AttemptStorage['publish'] = async (location, manifest) => {
        const openAtStart = publishes.highestOpened;
        const path = await attempt.publish(location, manifest);
        publishes.published({ epoch, checkpointId: manifest.checkpointId, openAtStart, path });
        return path;
      };
      return {
        prepare: (request) => attempt.prepare(request),
        publish,
        abandon: (location) => attempt.abandon(location),
        discard: (path) => {
          removals.add(path);
          return attempt.discard(path);
        },
        close: () => attempt.close(),
      };
    },
    list: (job) => storage.list(job),
    readManifest: (path) => storage.readManifest(path),
    openReader: (path) => storage.openReader(path),
    verify: (path) => storage.verify(path),
    discard: (path) => {
      removals.add(path);
      return storage.discard(path);
    },
    removeJob: (job) => storage.removeJob(job),
  };
}
