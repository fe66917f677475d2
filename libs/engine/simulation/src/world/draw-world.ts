import type { SeededRandom } from '../seeded-random.ts';
import { drawFaults } from './draw-faults.ts';
import { drawPipelines } from './draw-pipelines.ts';
import type { Tuning, World } from './world.ts';

/** Draws a world. Each world turns only some of the dials (swarm testing: Groce et al., ISSTA 2012), so that rare mixtures are reached. */
export function drawWorld(seed: number, random: SeededRandom): World {
  const { operators, pipelines } = drawPipelines(random);
  const parallelisms = Array.from({ length: random.int(1, 3) }, () => random.int(1, 4));
  const spec = {
    name: `world-${seed}`,
    parallelism: parallelisms[0],
    maxParallelism: random.pick([4, 7, 16, 128]),
    checkpointing: drawCheckpointing(random),
    stateBackend: { type: 'hashmap' },
    restartStrategy: { type: 'fixed-delay', attempts: 1_000_000, delay: `${random.int(1, 200)}ms` },
    operators,
  };
  return { seed, spec, pipelines, parallelisms, tuning: drawTuning(random), faults: drawFaults(random) };
}

function drawCheckpointing(random: SeededRandom): Record<string, unknown> {
  return {
    interval: `${random.pick([10, 25, 60, 150, 500])}ms`,
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
