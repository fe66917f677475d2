import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);

interface Measured {
  readonly checksum: string;
  readonly rowsOut?: number;
}

async function measured(program: string, request: object): Promise<Measured> {
  const path = fileURLToPath(new URL(program, import.meta.url));
  const { stdout } = await run(process.execPath, [path, JSON.stringify(request)]);
  return JSON.parse(stdout) as Measured;
}

/** The results of the Flink baseline. */
const baseline: readonly [string, number | null, number, string][] = [
  ['keyed-sum', 1_000, 1_000, 'd789104b'],
  ['keyed-sum', 100_000, 1_000_000, 'ff1d5127'],
  ['keyed-sum-str', 1_000, 1_000_000, '466372a7'],
  ['word-count', null, 1_000, '4039cf07'],
  ['passthrough', null, 1_000, '33817382'],
];

describe('the benchmark', () => {
  describe.each(baseline)('%s, %s keys, %i rows', (workload, keys, rows, checksum) => {
    it.each([
      [1, 0],
      [2, 100],
    ])(
      'has the result of the baseline through the engine at parallelism %i, checkpoint interval %i ms',
      async (parallelism, intervalMs) => {
        const request = { workload, keys, rows, parallelism, intervalMs, isPruning: parallelism === 1 };
        const result = await measured('./engine-run.mjs', request);
        expect(result.checksum).toBe(checksum);
        if (workload === 'word-count') expect(result.rowsOut).toBe(rows * 8);
        else if (workload !== 'passthrough') expect(result.rowsOut).toBe(rows);
      },
    );

    it.skipIf(workload === 'passthrough')('has it by hand', async () => {
      const result = await measured('./limit/limit.mjs', { workload, keys, rows, parallelism: 2, intervalMs: 0 });
      expect(result.checksum).toBe(checksum);
    });
  });
});
