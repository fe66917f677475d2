import type { FilesystemStorage } from '@weir/checkpoint-storage';
import type { MemoryFileSystem } from '@weir/engine-core/file-system';
import { pruneColumns } from '@weir/engine-transforms';
import { analyzeJob, type AnalyzedJob } from '@weir/job-spec';
import { InvariantViolation, messageOf } from '@weir/kernel';
import type { RestoreRequest } from '@weir/run-contract';
import { RestoredShares } from '../operators/restored-shares.ts';
import { Life } from '../ports/life.ts';
import { faultyDisk } from '../ports/faulty-disk.ts';
import { SeededIds, SeededRandom } from '../seeded-random.ts';
import { Trace } from '../trace.ts';
import { VirtualTime } from '../virtual-time.ts';
import type { MessageFaults, RareBranches } from '../world/fault-plan.ts';
import { withOwnOperators } from '../world/own-operators.ts';
import type { World } from '../world/world.ts';
import { ControlPlane } from './control-plane.ts';
import { settled } from './node-turn.ts';
import { PublishWatch } from './publish-watch.ts';
import { SimulatedHost } from './simulated-host.ts';
import { filesRoot, snapshotRoot, storageOf } from './simulated-machine.ts';
import { Violation } from './violation.ts';

/** After the last fault a job has so long, in virtual time, to end: much more than any restart delay or checkpoint time-out. */
const livenessMs = 120_000;
/** The first moments belong to the installation. */
const faultsFrom = 5;
/** A world that takes more events than this is stuck in a loop. */
const eventsMax = 400_000;

const noMessageFaults: MessageFaults = {
  delayMaxMs: 1,
  loseAcknowledgement: 0,
  repeatAcknowledgement: 0,
  loseTrigger: 0,
  loseNotification: 0,
};

const noRareBranches: RareBranches = { lateSlice: 0, lateLink: 0, lateTimer: 0, lateMaxMs: 0, requestAtEnd: 0 };

/** One world from its beginning to its end. Everything it does follows from what was drawn and from its seed. */
export class WorldRun {
  readonly world: World;
  readonly trace = new Trace();
  readonly time: VirtualTime;
  readonly disk: MemoryFileSystem;
  readonly publishes = new PublishWatch();
  readonly control = new ControlPlane();
  readonly random: SeededRandom;
  readonly ids: SeededIds;
  readonly restored = new RestoredShares();
  /** Savepoints that were answered as complete, and that no run has claimed. */
  readonly savepoints = new Set<string>();
  /** Snapshots that a run had claimed which has ended FINISHED since, whoever brought it there: by their paths, the run. */
  readonly claimed = new Map<string, string>();
  /** Savepoints that were asked for, whether or not an answer came. */
  savepointsAsked = 0;
  /** Snapshots whose removal has begun, whether or not it came to its end. */
  readonly removals = new Set<string>();
  /** Numbers of hosts that were taken for gone, or are half gone, and go on writing. */
  readonly ghosts = new Set<number>();
  readonly #jobs = new Map<number, AnalyzedJob>();
  readonly #hosts: SimulatedHost[] = [];
  /** Of the one who looks at the world from outside. */
  readonly #onlooker = new Life();
  #overflow: string | null = null;
  #host: SimulatedHost | null = null;
  #events = 0;

  constructor(world: World) {
    const { seed } = world;
    this.world = world;
    this.time = new VirtualTime(new SeededRandom(seed, 2));
    this.random = new SeededRandom(seed, 3);
    this.ids = new SeededIds(new SeededRandom(seed, 4));
    const { storage, until } = this.world.faults;
    this.disk = faultyDisk({
      time: this.time,
      random: new SeededRandom(seed, 5),
      trace: this.trace,
      faults: storage,
      snapshotRoot,
      from: faultsFrom,
      until,
    });
  }

  /** Makes the two roots, as an installation has them before its first job. */
  async begin(): Promise<void> {
    for (const root of [snapshotRoot, filesRoot]) await this.until(this.disk.makeFolder(root));
    await this.until(this.disk.syncFolder('/'));
  }

  get host(): SimulatedHost | null {
    return this.#host;
  }

  /** Whether faults may still happen. */
  get isFaulty(): boolean {
    return this.time.monotonic() < this.world.faults.until;
  }

  jobAt(parallelism: number): AnalyzedJob {
    const known = this.#jobs.get(parallelism);
    if (known !== undefined) return known;
    const analysis = analyzeJob(this.world.spec, { parallelism });
    if (!analysis.ok)
      throw new InvariantViolation('A world drew a spec that is not valid.', { diagnostics: analysis.diagnostics });
    const job = withOwnOperators(this.world.tuning.prunesColumns ? pruneColumns(analysis.job) : analysis.job);
    this.#jobs.set(parallelism, job);
    return job;
  }

  startHost(run: {
    readonly runId: string;
    readonly parallelism: number;
    readonly restore: RestoreRequest | null;
  }): SimulatedHost {
    const { time, random, ids, trace, control, publishes, disk, world, restored } = this;
    this.note(`a host begins run ${run.runId.slice(0, 4)} at parallelism ${run.parallelism}`);
    const host = new SimulatedHost({
      machine: { disk, time, ids, restored, inlineBytesMax: world.tuning.inlineBytesMax },
      time,
      random,
      ids,
      trace,
      control,
      publishes,
      tuning: world.tuning,
      rare: () => (this.isFaulty ? world.faults.rare : noRareBranches),
      removals: this.removals,
      onOverflow: (message) => (this.#overflow ??= message),
      faults: () => (this.isFaulty ? world.faults.messages : noMessageFaults),
      run: { runId: run.runId, job: this.jobAt(run.parallelism), restore: run.restore },
    });
    this.#hosts.push(host);
    this.#host = host;
    return host;
  }

  /** The present host does not answer any more, whether or not it lives. */
  loseHost(): void {
    this.#host = null;
  }

  /** Ends every host that still lives: the world is over. */
  endAll(): void {
    for (const host of this.#hosts) host.end();
  }

  /** The checkpoint storage, as the onlooker sees it. */
  storage(): FilesystemStorage {
    const { disk, ids } = this;
    return storageOf({ disk, ids }, this.#onlooker);
  }

  note(text: string): void {
    this.trace.note(this.time.monotonic(), text);
  }

  /** Lets the world go on until the promise settles; a rejection is handed on. Throws a Violation when that takes too long. */
  async until<Result>(promise: Promise<Result>): Promise<Result> {
    let outcome:
      | { readonly kind: 'resolved'; readonly value: Result }
      | { readonly kind: 'rejected'; readonly error: unknown }
      | null = null;
    promise.then(
      (value) => (outcome = { kind: 'resolved', value }),
      (error: unknown) => (outcome = { kind: 'rejected', error }),
    );
    const get = (): typeof outcome => outcome;
    await this.while(() => get() === null);
    const reached = get();
    if (reached === null) throw new Violation('liveness', 'Nothing more will happen, and the job has not ended.');
    if (reached.kind === 'rejected') throw new Violation('no-surprise', messageOf(reached.error));
    return reached.value;
  }

  /** Runs events as long as `isWanted` says so and there are any. */
  async while(isWanted: () => boolean): Promise<void> {
    await settled();
    while (isWanted()) {
      if (!this.time.step(Infinity)) return;
      await settled();
      this.#events += 1;
      if (this.publishes.violation !== null) throw new Violation('one-epoch-publishes', this.publishes.violation);
      if (this.restored.violation !== null) throw new Violation('state-restored', this.restored.violation);
      if (this.#overflow !== null) throw new Violation('flow-control', this.#overflow);
      if (this.#events > eventsMax) throw new Violation('liveness', `More than ${eventsMax} events.`);
      if (this.time.monotonic() > this.world.faults.until + livenessMs) {
        throw new Violation('liveness', `The job has not ended ${livenessMs / 1_000} s after the last fault.`);
      }
    }
  }
}
