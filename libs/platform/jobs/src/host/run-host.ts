import { hostname } from 'node:os';
import type { RunHandle } from '@weir/run-contract';
import { messageOf, type RunId } from '@weir/kernel';
import { StoreError, type NotificationListener, type Operation, type Owner, type Store } from '@weir/persistence';
import type { CommandHint, HintHandlers, LaunchHint, LaunchOutcome } from '@weir/queues';
import type { JobsContext } from '../jobs-context.ts';
import { discardSuperseded } from './discard-superseded.ts';
import { executeOperation, type ExecutionOptions } from './execute-operation.ts';
import { finishRun } from './finish-run.ts';
import type { HostSettings } from './host-settings.ts';
import type { HostedRun } from './hosted-run.ts';
import { carryOutRemovals } from '../runs/carry-out-removals.ts';
import { housekeep } from './housekeep.ts';
import { launchClaimed } from './launch-claimed.ts';
import { pause } from './pause.ts';
import { Periodic } from './periodic.ts';
import { publishMetrics } from './publish-metrics.ts';
import { reconcile } from './reconcile.ts';

const housekeepingMs = 60_000;

/** Beside those of the context. */
export interface HostConnections {
  readonly listener: NotificationListener | null;
  /** For leases alone: a connection that nothing else waits for, or keeps. */
  readonly leases: Store;
}

/**
 * A process that runs jobs: it takes runs that nobody holds, keeps its leases alive, carries out the operations addressed to its
 * runs, and writes down what happens. Everything it does begins in Postgres; queue and notifications only make it faster.
 */
export class RunHost implements HintHandlers {
  readonly #context: JobsContext;
  readonly #settings: HostSettings;
  readonly #connections: HostConnections;
  readonly #runs = new Map<RunId, HostedRun>();
  readonly #periodics: readonly Periodic[];
  readonly #look: Periodic;
  #owner: Owner | null = null;
  #forgetListener: () => void = () => undefined;
  #isStopping = false;
  /** Places that are kept for runs which are just being claimed. */
  #reserved = 0;
  #lastClaim: Promise<void> = Promise.resolve();
  /** Until then, no expired lease of another host is believed: Postgres was away, so nobody could renew. */
  #trustLeasesAt = 0;
  #outageBeganAt: number | null = null;
  /** Runs whose row was locked when their lease was to be renewed. */
  readonly #renewing = new Set<RunId>();
  #confirming: Promise<void> | null = null;

  constructor(context: JobsContext, settings: HostSettings, connections: HostConnections) {
    this.#context = context;
    this.#settings = settings;
    this.#connections = connections;
    this.#look = new Periodic(settings.pollMs, () => this.#guarded('look for work', () => this.#lookForWork()));
    this.#periodics = [
      this.#look,
      new Periodic(settings.renewMs, () => this.#renew()),
      new Periodic(settings.publishMs, () => this.#guarded('publish metrics', () => this.#publish())),
      new Periodic(settings.reconcileMs, () => this.#guarded('reconcile', () => this.#reconcile())),
      new Periodic(housekeepingMs, () => this.#guarded('keep house', () => this.#keepHouse())),
    ];
  }

  /**
   * Registers the worker and begins. The id is stable over restarts, so that a restarted host takes its own runs back at once. Rejects
   * with a `StoreError` when Postgres is away.
   */
  async start(workerId: string): Promise<void> {
    const { role, capacity } = this.#settings;
    this.#owner = await this.#context.store.write(({ workers }) =>
      workers.register({ id: workerId, role, capacity, hostname: hostname(), pid: process.pid }),
    );
    const { listener } = this.#connections;
    if (listener !== null) this.#forgetListener = listener.on('weir_command', () => this.#look.poke());
    for (const periodic of this.#periodics) periodic.start();
  }

  /** Suspends what runs, each with a last checkpoint, and gives everything back. Idempotent; takes at most `withinMs`. */
  async stop(withinMs: number): Promise<void> {
    if (this.#isStopping || this.#owner === null) return;
    this.#isStopping = true;
    this.#forgetListener();
    const owner = this.#owner;
    await Promise.race([this.#suspendAll(), pause(withinMs)]);
    await Promise.race([Promise.all(this.#periodics.map((periodic) => periodic.stop())), pause(2_000)]);
    await this.#guarded('say goodbye', () => this.#context.store.write(({ workers }) => workers.goodbye(owner)));
  }

  /** The number of runs it holds now. */
  get runCount(): number {
    return this.#runs.size;
  }

  get #room(): number {
    return this.#settings.capacity - this.#runs.size - this.#reserved;
  }

  async launch({ jobId, runId }: LaunchHint): Promise<LaunchOutcome> {
    const owner = this.#owner;
    if (this.#runs.has(runId)) return 'TAKEN';
    if (owner === null || this.#isStopping || this.#room <= 0) return 'NO_CAPACITY';
    const { store } = this.#context;
    this.#reserved += 1;
    const isClaimed = await store
      .write(({ leases }) => leases.claim(runId, owner, this.#settings.leaseMs))
      .finally(() => (this.#reserved -= 1));
    if (!isClaimed) return 'NOT_NEEDED';
    if (this.#runs.has(runId)) return 'TAKEN';
    if (this.#isStopping) {
      await store.write(({ leases }) => leases.release(runId, owner));
      return 'NO_CAPACITY';
    }
    const run = launchClaimed(this.#context, { owner, jobId, runId, onLost: (lost) => this.#abandon(lost) });
    this.#runs.set(runId, run.hosted);
    void run.accepted.then((ending) => this.#onAccepted(run.hosted, ending));
    return 'TAKEN';
  }

  async command(hint: CommandHint): Promise<void> {
    if (this.#runs.has(hint.runId)) await this.#executeOperations([hint.runId]);
  }

  async #onAccepted(run: HostedRun, accepted: 'RUNNING' | 'ENDED'): Promise<void> {
    if (accepted === 'RUNNING' && run.handle !== null) {
      const handle = run.handle;
      this.#look.poke();
      const end = await handle.ended;
      await Promise.allSettled(run.operations.values());
      if (!run.isLost && this.#owner !== null) await finishRun(this.#context, this.#owner, run, end);
    }
    this.#runs.delete(run.runId);
    await this.#guarded('take the run that follows', () => this.#takeSuccessor(run));
    this.#look.poke();
  }

  /** The place of a run that was replaced belongs to the run in its place, and not to another that has waited for one. */
  async #takeSuccessor({ jobId, runId }: HostedRun): Promise<void> {
    let next: RunId | null;
    this.#reserved += 1;
    try {
      next = (await this.#context.store.read(({ jobs }) => jobs.find(jobId)))?.currentRunId ?? null;
    } finally {
      this.#reserved -= 1;
    }
    // Nothing lies between giving the place up and taking it again.
    if (next !== null && next !== runId) await this.launch({ jobId, runId: next });
  }

  async #lookForWork(): Promise<void> {
    const owner = this.#owner;
    if (owner === null) return;
    await this.#executeOperations([...this.#runs.keys()]);
    const room = this.#room;
    if (
      this.#isStopping ||
      room <= 0 ||
      this.#outageBeganAt !== null ||
      this.#context.clock.monotonic() < this.#trustLeasesAt
    )
      return;
    const found = await this.#context.store.read(({ leases }) => leases.listClaimable(owner, room));
    for (const hint of found) await this.launch(hint);
  }

  /** One claim after the other: each must know what the one before it was given. */
  #executeOperations(runIds: readonly RunId[]): Promise<void> {
    const claim = this.#lastClaim.then(() => this.#claimOperations(runIds));
    this.#lastClaim = claim.catch(() => undefined);
    return claim;
  }

  async #claimOperations(runIds: readonly RunId[]): Promise<void> {
    const owner = this.#owner;
    const ready = runIds.filter((runId) => this.#runs.get(runId)?.handle);
    if (owner === null || ready.length === 0) return;
    const underWay = [...this.#runs.values()].flatMap((run) => [...run.operations.keys()]);
    const operations = await this.#context.store.write((repositories) =>
      repositories.operations.claim(ready, owner, underWay),
    );
    for (const operation of operations) {
      const run = operation.targetRunId === null ? undefined : this.#runs.get(operation.targetRunId);
      if (run === undefined || run.handle === null) continue;
      run.operations.set(operation.id, this.#execute(run, run.handle, operation));
    }
  }

  async #execute(run: HostedRun, handle: RunHandle, operation: Operation): Promise<void> {
    const { store, clock } = this.#context;
    const options: ExecutionOptions = {
      store,
      now: () => clock.now(),
      suspendTimeoutMs: this.#settings.suspendTimeoutMs,
      whenReplaced: run.retention?.onCancellation === 'DELETE' ? 'SUSPEND' : 'CANCEL',
    };
    await this.#guarded(`settle ${operation.kind}`, async () => {
      const outcome = await executeOperation(options, handle, operation);
      if (outcome === 'SETTLED') run.operations.delete(operation.id);
    });
  }

  /** Waits for no lock and for no other's connection: what it could not renew at once is waited for elsewhere, and not by the others. */
  async #renew(): Promise<void> {
    const owner = this.#owner;
    if (owner === null) return;
    const { clock } = this.#context;
    const { leaseMs } = this.#settings;
    const before = [...this.#runs.keys()];
    try {
      const renewed = await this.#connections.leases.write(async ({ leases, workers }) => {
        await workers.heartbeat(owner);
        return leases.renew(owner, before, { leaseMs, locked: 'SKIP' });
      });
      if (this.#outageBeganAt !== null) this.#trustLeasesAt = clock.monotonic() + leaseMs;
      this.#outageBeganAt = null;
      if (renewed.length > 0) this.#confirmStates(owner);
      const kept = new Set(renewed);
      for (const runId of before) {
        const run = this.#runs.get(runId);
        if (run !== undefined && !kept.has(runId)) void this.#renewLocked(run, owner);
      }
    } catch (error) {
      // While Postgres is only busy other hosts renew theirs, and an expired lease means what it says.
      if (!(error instanceof StoreError) || error.code === 'DATABASE_UNAVAILABLE')
        this.#outageBeganAt ??= clock.monotonic();
      this.#report('renew leases', error);
    }
  }

  #confirmStates(owner: Owner): void {
    const { store, clock } = this.#context;
    this.#confirming ??= this.#guarded('confirm states', () =>
      store.write(({ leases }) => leases.confirmStates(owner, clock.now())),
    ).finally(() => (this.#confirming = null));
  }

  async #renewLocked(run: HostedRun, owner: Owner): Promise<void> {
    const { runId } = run;
    if (this.#renewing.has(runId)) return;
    this.#renewing.add(runId);
    await this.#guarded('renew leases', async () => {
      const { leaseMs } = this.#settings;
      const renewed = await this.#context.store.write(({ leases }) =>
        leases.renew(owner, [runId], { leaseMs, locked: 'WAIT' }),
      );
      if (renewed.length === 0) await this.#checkLost(run, owner);
    });
    this.#renewing.delete(runId);
  }

  /** A run that was not renewed is lost, or has just ended: only its owner tells the two apart. */
  async #checkLost(run: HostedRun, owner: Owner): Promise<void> {
    const isHeld = await this.#context.store.write(({ leases }) => leases.hold(run.runId, owner));
    if (!isHeld && this.#runs.get(run.runId) === run) this.#abandon(run);
  }

  /** Lets go of a run that another host has. Suspending without time leaves its snapshots as they are; cancelling might not. */
  #abandon(run: HostedRun): void {
    if (run.isLost) return;
    run.isLost = true;
    run.recorder.mute();
    this.#context.logger.log('warn', 'Another host has taken this run; it is let go here.', {
      runId: run.runId,
      jobId: run.jobId,
    });
    if (run.handle !== null) void this.#guarded('let go of a run', () => run.handle?.suspend(0) ?? Promise.resolve());
  }

  /** A run that is just being launched is suspended as soon as the target has it. */
  async #suspendAll(): Promise<void> {
    const asked = new Set<HostedRun>();
    while (this.#runs.size > 0) {
      for (const run of this.#runs.values()) {
        const { handle } = run;
        if (handle === null || asked.has(run)) continue;
        asked.add(run);
        void this.#guarded('suspend a run', () => handle.suspend(this.#settings.suspendTimeoutMs));
      }
      await pause(20);
    }
  }

  async #publish(): Promise<void> {
    const owner = this.#owner;
    if (owner === null) return;
    for (const run of this.#runs.values()) await publishMetrics(this.#context.store, owner, run);
  }

  async #reconcile(): Promise<void> {
    if (this.#owner === null || this.#isStopping) return;
    if (this.#context.clock.monotonic() < this.#trustLeasesAt) return;
    await reconcile(this.#context, this.#owner);
  }

  async #keepHouse(): Promise<void> {
    const owner = this.#owner;
    if (owner === null || this.#isStopping) return;
    for (const run of this.#runs.values()) {
      if (run.retention !== null && !run.isLost)
        await discardSuperseded(this.#context, owner, run, run.retention.completed);
    }
    await housekeep(this.#context, owner);
    await carryOutRemovals(this.#context);
  }

  async #guarded(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#report(what, error);
    }
  }

  /** Periodic work comes again, so an error is reported and no more; that Postgres is away is said by the renewal alone. */
  #report(what: string, error: unknown): void {
    if (error instanceof StoreError && what !== 'renew leases') return;
    this.#context.logger.log(error instanceof StoreError ? 'warn' : 'error', `The host could not ${what}.`, {
      error: messageOf(error),
    });
  }
}
