import { SeededDraw } from './seeded-draw.ts';

export const failureKinds = [
  /** A task throws at a row. */
  'task-throws',
  /** A thread of the job is ended from outside, wherever it is. */
  'thread-ends',
  /** A state file cannot be made, written or synced. */
  'state-write-fails',
  /** A sink cannot give a finished file its name, or not sync its folder. */
  'commit-fails',
  /** A manifest cannot be written, synced, linked, or its folder not synced afterwards. */
  'publish-fails',
  /** The engine is gone with all its threads; another one begins from disk. */
  'engine-dropped',
] as const;
export type FailureKind = (typeof failureKinds)[number];

/** The next failure, as the seed has it. When it strikes within its checkpoint, the interleaving decides. */
export interface PlannedFailure {
  readonly kind: FailureKind;
  /** Checkpoints that complete in the attempt before it. */
  readonly afterCheckpoints: number;
  /** Operator or thread, modulo their number. */
  readonly victim: number;
  readonly subtask: number;
  /** How many rows, or steps on files, go well before it. */
  readonly countdown: number;
  /** Up to so many milliseconds pass before it, so that it strikes anywhere in a checkpoint. */
  readonly delayMs: number;
  /** For an engine that is dropped. */
  readonly successor: { readonly isResumed: boolean; readonly parallelism: number; readonly isOverlapping: boolean };
}

/** The endless plan of failures of one seed. */
export class FailurePlan {
  readonly #draw: SeededDraw;

  constructor(seed: number) {
    this.#draw = new SeededDraw(seed, 2);
  }

  next(): PlannedFailure {
    const draw = this.#draw;
    const kind = draw.pick(failureKinds);
    return {
      kind,
      // Few more often than many: a crash costs less than the checkpoints before it.
      afterCheckpoints: Math.min(draw.int(2, 10), draw.int(2, 10)),
      victim: draw.int(0, 1_000),
      subtask: draw.int(0, 1_000),
      countdown: kind === 'task-throws' ? draw.int(1, 200) : draw.int(1, 4),
      delayMs: draw.int(0, 20),
      successor: { isResumed: draw.chance(0.6), parallelism: draw.int(1, 4), isOverlapping: draw.chance(0.3) },
    };
  }
}
