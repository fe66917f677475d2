import { messageOf } from '@weir/kernel';
import { SeededRandom } from '../seeded-random.ts';
import { drawWorld } from '../world/draw-world.ts';
import type { World } from '../world/world.ts';
import { checkWorld } from './check-world.ts';
import { WorldDriver } from './drive-world.ts';
import { Violation, type InvariantName } from './violation.ts';
import { WorldRun } from './world-run.ts';

export interface WorldResult {
  readonly seed: number;
  readonly world: World;
  /** Null: every invariant held. */
  readonly violation: { readonly invariant: InvariantName; readonly message: string } | null;
  /** Equal in every run of the seed. */
  readonly hash: string;
  readonly events: number;
  readonly virtualMs: number;
  /** Epochs the job went through. */
  readonly epochs: number;
  readonly checkpoints: number;
  /** The latest lines of what happened. */
  readonly trace: readonly string[];
}

/** Runs the world of a seed and says whether every invariant held. */
export function runWorld(seed: number): Promise<WorldResult> {
  return replayWorld(drawWorld(seed, new SeededRandom(seed, 1)));
}

/** Runs a world that was drawn before. Its seed decides everything that happens in it. */
export async function replayWorld(world: World): Promise<WorldResult> {
  const run = new WorldRun(world);
  const violation = await violationOf(run);
  run.endAll();
  return {
    seed: world.seed,
    world,
    violation,
    hash: run.trace.hash,
    events: run.trace.events,
    virtualMs: run.time.monotonic(),
    epochs: run.control.epoch,
    checkpoints: run.control.nextCheckpointId - 1,
    trace: run.trace.lines,
  };
}

async function violationOf(run: WorldRun): Promise<WorldResult['violation']> {
  try {
    await run.begin();
    const ending = await new WorldDriver(run).drive();
    await checkWorld(run, ending);
    return null;
  } catch (error) {
    if (error instanceof Violation) return { invariant: error.invariant, message: error.message };
    const stack = error instanceof Error ? error.stack : undefined;
    return { invariant: 'no-surprise', message: stack ?? messageOf(error) };
  }
}
