import { messageOf } from '@weir/kernel';
import { checkWorld } from './check-world.ts';
import { WorldDriver } from './drive-world.ts';
import { Violation, type InvariantName } from './violation.ts';
import { WorldRun } from './world-run.ts';
import type { World } from '../world/world.ts';

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
export async function runWorld(seed: number): Promise<WorldResult> {
  const run = new WorldRun(seed);
  const violation = await violationOf(run);
  run.endAll();
  return {
    seed,
    world: run.world,
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
    await new WorldDriver(run).drive();
    await checkWorld(run);
    return null;
  } catch (error) {
    if (error instanceof Violation) return { invariant: error.invariant, message: error.message };
    const stack = error instanceof Error ? error.stack : undefined;
    return { invariant: 'no-surprise', message: stack ?? messageOf(error) };
  }
}
