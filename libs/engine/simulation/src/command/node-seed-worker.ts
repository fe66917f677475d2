import { parentPort, workerData } from 'node:worker_threads';
import { runWorld, type WorldResult } from '../run/run-world.ts';

/** Seeds from `from`, below `to`, every `step`-th. */
export interface SeedRange {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

export interface SeedReport {
  readonly result: WorldResult;
}

const { from, to, step } = workerData as SeedRange;
for (let seed = from; seed < to; seed += step) {
  const result = await runWorld(seed);
  // A trace is long: it crosses only when somebody will read it.
  const report: SeedReport = { result: result.violation === null ? { ...result, trace: [] } : result };
  parentPort?.postMessage(report);
}
