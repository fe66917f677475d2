import type { SeededRandom } from '../seeded-random.ts';
import { drawFaults } from './draw-faults.ts';
import { drawPipelines } from './draw-pipelines.ts';
import type { Tuning, World } from './world.ts';

/** Draws a world. Each world turns only some of the dials (swarm testing: Groce et al., ISSTA 2012), so that rare mixtures are reached. */
export function drawWorld(seed: number, random: SeededRandom): World {
  const parallelisms = Array.from({ length: random.int(1, 3) }, () => random.int(1, 4));
  const { operators, pipelines } = drawPipelines(random);
  const spec = {
    name: `world-${seed}`,
    parallelism: parallelisms[0],
    maxParallelism: random.pick([4, 7, 16, 128]),
    checkpointing: drawCheckpointing(random),
    stateBackend: { type: 'hashmap' },
    restartStrategy: { type: 'fixed-delay', attempts: 1_000_000, delay: `${random.int(1, 200)}ms` },
    operators: parallelisms.length === 1 ? operators : operators.map(withoutParallelism),
  };
  const savepoints = random.chance(0.3);
  return { seed, spec, pipelines, parallelisms, savepoints, tuning: drawTuning(random), faults: drawFaults(random) };
}

/**
 * An operator with a parallelism of its own would be chained at one parallelism of the job and not at another. A snapshot in which some
 * of them had finished is refused then, as Flink refuses it.
 */
function withoutParallelism({
  parallelism: _,
  ...operator
}: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return operator;
}

function drawCheckpointing(random: SeededRandom): Record<string, unknown> {
  return {
    interval: `${random.pick([15, 40, 100, 300])}ms`,
    mode: 'EXACTLY_ONCE',
    timeout: `${random.pick([40, 200, 1_000, 10_000])}ms`,
    minPause: `${random.pick([0, 0, 5, 50])}ms`,
    maxConcurrentCheckpoints: random.pick([1, 1, 2, 5]),
    tolerableFailedCheckpoints: random.pick([0, 1, 3, 1_000]),
    retention: { completed: random.int(1, 4), onCancellation: 'RETAIN' },
  };
}

function drawTuning(random: SeededRandom): Tuning {
  return {
    batchRows: random.pick([1, 2, 7, 32, 256]),
    channelCredits: random.pick([1, 2, 4]),
    flushAfterMs: random.pick([0, 1, 5, 20]),
    threads: random.int(1, 3),
  };
}
