import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { SeededRandom } from '../seeded-random.ts';
import { replayWorld, type WorldResult } from '../run/run-world.ts';
import { drawWorld } from '../world/draw-world.ts';
import type { World } from '../world/world.ts';
import type { SeedRange, SeedReport } from './node-seed-worker.ts';
import { describeResult, describeWorld } from './describe-result.ts';

/** Violations shown in full; of more, only the count. */
const shownMax = 5;

/**
 * `npm run simulate -- --seeds 10000 --from 1`, or `--seed N` to replay one; `--save FILE` keeps its world, and `--world FILE` replays a kept
 * one. Resolves to the exit code.
 */
export async function simulate(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string', default: '1000' },
      from: { type: 'string', default: '1' },
      seed: { type: 'string' },
      world: { type: 'string' },
      save: { type: 'string' },
      trace: { type: 'boolean', default: false },
    },
  });
  const detail = values.trace ? 'WITH_TRACE' : 'BRIEF';
  if (values.world !== undefined) return replay((readJson(values.world) as { readonly world: World }).world, detail);
  if (values.seed !== undefined) {
    const seed = Number(values.seed);
    const world = drawWorld(seed, new SeededRandom(seed, 1));
    if (values.save !== undefined) writeFileSync(values.save, JSON.stringify({ found: '', world }, null, 2));
    return replay(world, detail);
  }
  return runRange({ from: Number(values.from), count: Number(values.seeds) });
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Runs one world twice: the two must be the same to the last bit. */
async function replay(world: World, detail: 'WITH_TRACE' | 'BRIEF'): Promise<number> {
  const first = await replayWorld(world);
  const second = await replayWorld(world);
  console.log(describeWorld(first));
  if (detail === 'WITH_TRACE' || first.violation !== null) console.log(first.trace.join('\n'));
  console.log(describeResult(first));
  if (first.hash === second.hash) {
    console.log(`Replayed bit for bit: trace hash ${first.hash} twice, ${first.events} events.`);
    return first.violation === null ? 0 : 1;
  }
  console.log(
    `NOT the same twice: trace hash ${first.hash}, then ${second.hash}. Something in the world is not seeded.`,
  );
  return 2;
}

async function runRange({ from, count }: { readonly from: number; readonly count: number }): Promise<number> {
  const began = process.hrtime.bigint();
  const threads = Math.min(availableParallelism(), count);
  const violations: WorldResult[] = [];
  const total = { seeds: 0, events: 0, epochs: 0, checkpoints: 0 };
  const seconds = (): number => Number(process.hrtime.bigint() - began) / 1e9;
  let lastLine = 0;
  const report = ({ result }: SeedReport): void => {
    total.seeds += 1;
    total.events += result.events;
    total.epochs += result.epochs;
    total.checkpoints += result.checkpoints;
    if (result.violation !== null) {
      violations.push(result);
      if (violations.length <= shownMax) console.log(describeResult(result));
    }
    if (seconds() - lastLine >= 10) {
      lastLine = seconds();
      console.log(
        `${total.seeds} of ${count} seeds, ${(total.seeds / lastLine).toFixed(1)} seeds/s, ${violations.length} violations`,
      );
    }
  };
  const ranges = Array.from({ length: threads }, (_, index): SeedRange => ({
    from: from + index,
    to: from + count,
    step: threads,
  }));
  await Promise.all(ranges.map((range) => runWorker(range, report)));
  const rate = (total.seeds / seconds()).toFixed(1);
  console.log(
    `${total.seeds} seeds in ${seconds().toFixed(1)} s (${rate} seeds/s): ${total.epochs} attempts, ${total.checkpoints} checkpoints, ` +
      `${total.events} events, ${violations.length} violations.`,
  );
  if (violations.length > 0) console.log(`Failing seeds: ${violations.map(({ seed }) => seed).join(' ')}`);
  return violations.length === 0 ? 0 : 1;
}

function runWorker(range: SeedRange, report: (message: SeedReport) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./node-seed-worker.js', import.meta.url), { workerData: range });
    worker.on('message', report);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`A worker of the simulation ended with code ${code}.`));
    });
  });
}
