import type { SimulatedHost } from './simulated-host.ts';
import type { WorldRun } from './world-run.ts';

/** How a run came to its end. */
export type RunOutcome =
  /** The job's data has ended. */
  | { readonly kind: 'done' }
  /** The operator has ended the job's data; this is the savepoint. */
  | { readonly kind: 'drained'; readonly path: string }
  /** The operator ended it, and the next run begins from that savepoint; null: from the latest checkpoint. */
  | { readonly kind: 'left'; readonly path: string | null };

type Way = 'stop' | 'cancel' | 'drain';

/** An operator who, after a while, ends a host's run: in order to go on at another parallelism, or for good. */
export class Departure {
  readonly #run: WorldRun;
  readonly #host: SimulatedHost;
  readonly #ways: readonly Way[];
  /** Set once the run is over by the operator's wish. */
  outcome: RunOutcome | null = null;

  private constructor(run: WorldRun, host: SimulatedHost, ways: readonly Way[]) {
    this.#run = run;
    this.#host = host;
    this.#ways = ways;
    this.#tryLater();
  }

  /** Null: the run is left to its end. */
  static of(run: WorldRun, host: SimulatedHost, isLast: boolean): Departure | null {
    if (!isLast) return new Departure(run, host, ['stop', 'stop', 'cancel']);
    return run.world.drains ? new Departure(run, host, ['drain']) : null;
  }

  #tryLater(): void {
    const { time, random } = this.#run;
    const way = random.pick(this.#ways);
    time.schedule(random.int(20, 700), () => {
      const { host } = this.#run;
      if (host !== this.#host || host.life.isOver || this.outcome !== null) return;
      if (way === 'cancel') this.#cancel();
      else this.#stop(way);
    });
  }

  #stop(way: 'stop' | 'drain'): void {
    this.#run.note(way === 'stop' ? 'the operator stops the job with a savepoint' : 'the operator drains the job');
    this.#run.savepointsAsked += 1;
    void this.#host.master.stop({ isDraining: way === 'drain', directory: null }).then((answer) => {
      this.#run.note(`the ${way} is answered: ${JSON.stringify(answer)}`);
      if (answer.kind === 'refused') return this.#tryLater();
      this.#run.savepoints.add(answer.path);
      this.outcome = { kind: way === 'stop' ? 'left' : 'drained', path: answer.path };
    });
  }

  #cancel(): void {
    if (this.#host.master.state !== 'RUNNING') return this.#tryLater();
    this.#run.note('the operator cancels the job');
    this.outcome = { kind: 'left', path: null };
    void this.#host.master.cancel();
  }
}
