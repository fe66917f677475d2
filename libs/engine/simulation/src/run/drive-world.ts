import type { ListedSnapshot } from '@weir/engine-core';
import type { RestoreFrom, RunEnded } from '@weir/engine-runtime';
import { assertNever, trusted } from '@weir/kernel';
import { scheduleCrashes } from './crashes.ts';
import { jobId, type SimulatedHost } from './simulated-host.ts';
import { Violation } from './violation.ts';
import type { WorldRun } from './world-run.ts';

interface PresentRun {
  readonly runId: string;
  readonly parallelism: number;
  readonly restore: RestoreFrom | null;
}

/** How a run came to its end. */
type RunOutcome =
  /** The job's data has ended. */
  | { readonly kind: 'done' }
  /** The operator ended it, and the next run begins from here; null: from nothing. */
  | { readonly kind: 'left'; readonly restore: RestoreFrom | null };

type HostOutcome = RunOutcome | { readonly kind: 'gone' } | { readonly kind: 'ended'; readonly end: RunEnded };

/** Takes a world's job through its runs, as an operator of the system would: starts, stops, rescales, and begins a host for each that goes. */
export class WorldDriver {
  readonly #run: WorldRun;
  #tellGone: () => void = () => undefined;

  constructor(run: WorldRun) {
    this.#run = run;
  }

  /** Returns when the job's data has ended. */
  async drive(): Promise<void> {
    const { parallelisms } = this.#run.world;
    scheduleCrashes(this.#run, () => this.#tellGone());
    let restore: RestoreFrom | null = null;
    for (const [index, parallelism] of parallelisms.entries()) {
      const outcome = await this.#liveRun(
        { runId: this.#run.ids.uuid(), parallelism, restore },
        index < parallelisms.length - 1,
      );
      if (outcome.kind === 'done') return;
      ({ restore } = outcome);
    }
  }

  async #liveRun(present: PresentRun, mayLeave: boolean): Promise<RunOutcome> {
    this.#run.control.beginRun();
    for (;;) {
      const outcome = await this.#liveHost(present, mayLeave);
      switch (outcome.kind) {
        case 'done':
        case 'left':
          return outcome;
        case 'gone':
          await this.#pause(this.#run.random.int(1, 300));
          if (this.#run.control.hasEnded) return this.#outcomeOnRecord(present);
          break;
        case 'ended':
          if (outcome.end.state === 'FINISHED') return { kind: 'done' };
          throw new Violation(
            'liveness',
            `The run ended ${outcome.end.state}: ${outcome.end.failure?.message ?? 'no reason'}`,
          );
        default:
          assertNever(outcome);
      }
    }
  }

  async #liveHost(present: PresentRun, mayLeave: boolean): Promise<HostOutcome> {
    const gone = new Promise<HostOutcome>((resolve) => {
      this.#tellGone = () => resolve({ kind: 'gone' });
    });
    const host = this.#run.startHost(present);
    const departure = mayLeave ? new Departure(this.#run, host) : null;
    if (this.#run.world.savepoints) takeSavepoint(this.#run, host);
    const ended = host.master.ended.then((end): HostOutcome => departure?.outcome ?? { kind: 'ended', end });
    const outcome = await this.#run.until(Promise.race([gone, ended]));
    const reached = outcome.kind === 'gone' ? (departure?.outcome ?? outcome) : outcome;
    if (reached.kind !== 'left') return reached;
    return { kind: 'left', restore: reached.restore ?? (await this.#latest()) };
  }

  /** The host went when the end of its run was on record already: the savepoint of a stop says which end it was. */
  async #outcomeOnRecord({ runId }: PresentRun): Promise<RunOutcome> {
    const [newest] = await this.#listed();
    const { manifest = null } = newest ?? {};
    const wasStopped = manifest?.ending !== undefined && manifest.runId === runId;
    return newest !== undefined && wasStopped ? { kind: 'left', restore: restoreFrom(newest.path) } : { kind: 'done' };
  }

  /** The newest complete checkpoint of the job. */
  async #latest(): Promise<RestoreFrom | null> {
    const newest = (await this.#listed()).find(({ manifest }) => manifest !== null);
    return newest === undefined ? null : restoreFrom(newest.path);
  }

  /** The job's complete snapshots, newest first; an operator whose disk fails tries again. */
  async #listed(): Promise<readonly ListedSnapshot[]> {
    for (;;) {
      const listed = await this.#run.until(
        this.#run
          .storage()
          .list(trusted(jobId))
          .catch(() => null),
      );
      if (listed !== null) return listed;
      await this.#pause(20);
    }
  }

  async #pause(ms: number): Promise<void> {
    await this.#run.until(new Promise<void>((resolve) => void this.#run.time.schedule(ms, resolve)));
  }
}

/** An operator who, some time, takes a savepoint of a job that goes on. It must stay as it is whatever the job does. */
function takeSavepoint(run: WorldRun, host: SimulatedHost): void {
  run.time.schedule(run.random.int(10, 500), () => {
    if (run.host !== host || host.life.isOver) return;
    void host.master.triggerSavepoint(null).then((answer) => {
      if (answer.kind === 'completed') run.savepoints.push(answer.path);
    });
  });
}

/** An operator who, after a while, ends a host's run in order to go on at another parallelism. */
class Departure {
  readonly #run: WorldRun;
  readonly #host: SimulatedHost;
  /** Set once the run is over by the operator's wish. */
  outcome: RunOutcome | null = null;

  constructor(run: WorldRun, host: SimulatedHost) {
    this.#run = run;
    this.#host = host;
    this.#tryLater();
  }

  #tryLater(): void {
    const { time, random } = this.#run;
    const way = random.pick(['stop', 'stop', 'cancel'] as const);
    time.schedule(random.int(20, 700), () => {
      const { host } = this.#run;
      if (host !== this.#host || host.life.isOver || this.outcome !== null) return;
      if (way === 'stop') this.#stop();
      else this.#cancel();
    });
  }

  #stop(): void {
    this.#run.note('the operator stops the job with a savepoint');
    void this.#host.master.stop({ isDraining: false, directory: null }).then((answer) => {
      this.#run.note(`the stop is answered: ${JSON.stringify(answer)}`);
      if (answer.kind === 'stopped') this.outcome = { kind: 'left', restore: restoreFrom(answer.path) };
      else this.#tryLater();
    });
  }

  #cancel(): void {
    if (this.#host.master.state !== 'RUNNING') return this.#tryLater();
    this.#run.note('the operator cancels the job');
    this.outcome = { kind: 'left', restore: null };
    void this.#host.master.cancel();
  }
}

function restoreFrom(path: string): RestoreFrom {
  return { path, allowNonRestoredState: false, claimMode: 'NO_CLAIM' };
}
