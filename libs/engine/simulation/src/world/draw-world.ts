import type { SeededRandom } from '../seeded-random.ts';
import { drawFaults } from './draw-faults.ts';
import { drawLargeTable } from './draw-large-table.ts';
import { drawPipelines } from './draw-pipelines.ts';
import { withStableChains } from './stable-chains.ts';
import type { RequestPlan, Tuning, World } from './world.ts';

/** Chance of a world with a table of many keys, which takes ten times as long as others. */
const largeTables = 0.015;

/** Draws a world. Each world turns only some of the dials (swarm testing: Groce et al., ISSTA 2012), so that rare mixtures are reached. */
export function drawWorld(seed: number, random: SeededRandom): World {
  const isLarge = random.chance(largeTables);
  const parallelisms = isLarge
    ? random.pick([[1], [1, 1], [1, 2]])
    : Array.from({ length: random.int(1, 3) }, () => random.int(1, 4));
  const guarantee = random.chance(0.2) ? 'AT_LEAST_ONCE' : 'EXACTLY_ONCE';
  const { operators, pipelines } = isLarge ? drawLargeTable(random) : drawPipelines(random);
  const spec = {
    name: `world-${seed}`,
    parallelism: parallelisms[0],
    maxParallelism: random.pick([4, 7, 16, 128]),
    checkpointing: {
      ...drawCheckpointing(random, guarantee),
      // Its rows come within half a second, and its snapshots are to be taken meanwhile.
      ...(isLarge ? { interval: `${random.pick([15, 40])}ms`, timeout: '1000ms' } : {}),
    },
    stateBackend: { type: 'hashmap' },
    restartStrategy: { type: 'fixed-delay', attempts: 1_000_000, delay: `${random.int(1, 200)}ms` },
    operators: withStableChains(operators, parallelisms),
  };
  return {
    seed,
    spec,
    guarantee,
    pipelines,
    parallelisms,
    claims: random.pick([0, 0.5, 1]),
    drains: random.chance(0.2),
    requests: drawRequests(random),
    tuning: isLarge ? { ...drawTuning(random), batchRows: 2_048 } : drawTuning(random),
    faults: drawFaults(random),
  };
}

function drawCheckpointing(random: SeededRandom, mode: World['guarantee']): Record<string, unknown> {
  const interval = random.pick([15, 40, 100, 300]);
  return {
    ...(random.chance(0.08) ? {} : { interval: `${interval}ms` }),
    mode,
    timeout: `${random.pick([40, 200, 1_000, 10_000])}ms`,
    minPause: `${random.pick([0, 0, 5, 50])}ms`,
    maxConcurrentCheckpoints: random.pick([1, 1, 2, 5]),
    tolerableFailedCheckpoints: random.pick([0, 1, 3, 1_000]),
    retention: { completed: random.int(1, 4), onCancellation: 'RETAIN' },
  };
}

function drawRequests(random: SeededRandom): RequestPlan {
  return random.chance(0.35)
    ? { bursts: random.int(1, 2), burstMax: random.pick([1, 1, 4]) }
    : { bursts: 0, burstMax: 0 };
}

function drawTuning(random: SeededRandom): Tuning {
  return {
    batchRows: random.pick([1, 2, 7, 32, 256]),
    channelCredits: random.pick([2, 3, 4]),
    flushAfterMs: random.pick([0, 1, 5, 20]),
    threads: random.int(1, 3),
    roundsPerSlice: random.pick([1, 2, 2, 16]),
    prunesColumns: random.chance(0.5),
    wires: random.chance(0.2) ? 'PORTS' : 'QUEUES',
    inlineBytesMax: random.pick([0, 0, 400, 20_480]),
  };
}
