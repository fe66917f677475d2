import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { runWorld, type WorldResult } from '../run/run-world.ts';
import type { SeedRange, SeedReport } from './node-seed-worker.ts';
import { describeResult, describeWorld } from './describe-result.ts';

/** Violations shown in full; of more, only the count. */
const shownMax = 5;

/** `npm run simulate -- --seeds 10000 --from 1`, or `--seed N` to replay one. Resolves to the exit code. */
export async function simulate(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string', default: '1000' },
      from: { type: 'string', default: '1' },
      seed: { type: 'string' },
      trace: { type: 'boolean', default: false },
    },
  });
  if (values.seed !== undefined) return replay(Number(values.seed), values.trace ? 'WITH_TRACE' : 'BRIEF');
  return runRange({ from: Number(values.from), count: Number(values.seeds) });
}

/** Runs one seed twice: the two must be the same to the last bit. */
async function replay(seed: number, detail: 'WITH_TRACE' | 'BRIEF'): Promise<number> {
  const first = await runWorld(seed);
  const second = await runWorld(seed);
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
