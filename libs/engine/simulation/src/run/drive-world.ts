import type { ListedSnapshot } from '@weir/engine-core';
import { assertNever, trusted } from '@weir/kernel';
import type { RestoreRequest, RunEnd } from '@weir/run-contract';
import { scheduleCrashes } from './crashes.ts';
import { Departure, type RunOutcome } from './departure.ts';
import { scheduleRequests } from './requests.ts';
import { jobId } from './simulated-host.ts';
import { Violation } from './violation.ts';
import type { WorldRun } from './world-run.ts';

interface PresentRun {
  readonly runId: string;
  readonly parallelism: number;
  readonly restore: RestoreRequest | null;
  readonly isLast: boolean;
}

type HostOutcome = RunOutcome | { readonly kind: 'gone' } | { readonly kind: 'ended'; readonly end: RunEnd };

/** How the job came to its end. */
export interface JobEnding {
  /** The savepoint of the drain that ended it; null: its data came to their end, or a drain's answer was never heard. */
  readonly drainedTo: string | null;
}

/** Takes a world's job through its runs, as an operator of the system would: starts, stops, rescales, and begins a host for each that goes. */
export class WorldDriver {
  readonly #run: WorldRun;
  #tellGone: () => void = () => undefined;

  constructor(run: WorldRun) {
    this.#run = run;
  }

  /** Returns when the job's data has ended. */
  async drive(): Promise<JobEnding> {
    const { parallelisms } = this.#run.world;
    scheduleCrashes(this.#run, () => this.#tellGone());
    let restore: RestoreRequest | null = null;
    for (const [index, parallelism] of parallelisms.entries()) {
      const isLast = index === parallelisms.length - 1;
      const outcome = await this.#liveRun({ runId: this.#run.ids.uuid(), parallelism, restore, isLast });
      switch (outcome.kind) {
        case 'done':
          return { drainedTo: null };
        case 'drained':
          return { drainedTo: outcome.path };
        case 'left':
          restore = outcome.path === null ? await this.#latest() : this.#restoreFrom(outcome.path);
          break;
        default:
          assertNever(outcome);
      }
    }
    return { drainedTo: null };
  }

  async #liveRun(present: PresentRun): Promise<RunOutcome> {
    this.#run.control.beginRun();
    for (;;) {
      const outcome = await this.#liveHost(present);
      switch (outcome.kind) {
        case 'done':
        case 'left':
        case 'drained':
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

  async #liveHost(present: PresentRun): Promise<HostOutcome> {
    const gone = new Promise<HostOutcome>((resolve) => {
      this.#tellGone = () => resolve({ kind: 'gone' });
    });
    const host = this.#run.startHost(present);
    const departure = Departure.of(this.#run, host, present.isLast);
    scheduleRequests(this.#run, host);
    const ended = host.master.ended.then((end): HostOutcome => departure?.outcome ?? { kind: 'ended', end });
    void host.master.ended.then(({ state }) => {
      if (state === 'FINISHED' && this.#run.control.hasEnded && !host.masterLife.isOver) this.#onFinished(present);
    });
    const outcome = await this.#run.until(Promise.race([gone, ended]));
    return outcome.kind === 'gone' ? (departure?.outcome ?? outcome) : outcome;
  }

  /** A run that ends FINISHED keeps nothing, and of what it claimed neither. */
  #onFinished({ runId, restore }: PresentRun): void {
    if (restore?.claimMode === 'CLAIM') this.#run.claimed.set(restore.path, runId);
  }

  /**
   * The host went when the end of its run was on record already: the savepoint of a stop says which end it was, unless the run went on
   * behind it, after a failure, to the end of its data.
   */
  async #outcomeOnRecord({ runId }: PresentRun): Promise<RunOutcome> {
    const [newest] = await this.#listed();
    const { manifest = null } = newest ?? {};
    const isLast = manifest !== null && manifest.checkpointId >= this.#run.control.lastCompletedId;
    const wasStopped = isLast && manifest.ending === 'STOP' && manifest.runId === runId;
    return newest !== undefined && wasStopped ? { kind: 'left', path: newest.path } : { kind: 'done' };
  }

  /** The newest complete checkpoint of the job. */
  async #latest(): Promise<RestoreRequest | null> {
    const newest = (await this.#listed()).find(({ manifest }) => manifest !== null);
    return newest === undefined ? null : this.#restoreFrom(newest.path);
  }

  /** A snapshot that a run claims is that run's to delete. */
  #restoreFrom(path: string): RestoreRequest {
    const claimMode = this.#run.random.chance(this.#run.world.claims) ? 'CLAIM' : 'NO_CLAIM';
    if (claimMode === 'CLAIM') this.#run.savepoints.delete(path);
    this.#run.note(`the next run begins from ${path} with ${claimMode}`);
    return { path, allowNonRestoredState: false, claimMode };
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
