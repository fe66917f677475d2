import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BundledModules } from './stress/bundled-modules.mjs';
import { describeProblems, describeReport } from './stress/describe-report.ts';
import { StressRun } from './stress/stress-run.ts';

const cycles = 200;
const seed = 1;

describe('The engine on real threads that are failed every 2 to 10 checkpoints', () => {
  let modules: BundledModules;

  beforeAll(() => {
    modules = new BundledModules(['stress-thread']);
  });

  afterAll(() => modules.remove());

  it(`loses, repeats and reorders nothing in ${cycles} crashes and restores`, { timeout: 1_800_000 }, async () => {
    const began = performance.now();
    const run = new StressRun({ cycles, seed, parallelism: null, threadEntry: modules.url('stress-thread') });
    const report = await run.run();
    const seconds = (performance.now() - began) / 1_000;
    process.stdout.write(`${describeReport(report, { seed, seconds })}\n`);
    expect(report.problems, describeProblems(report)).toEqual([]);
    expect(report.totals).toMatchObject({ lost: 0, repeated: 0, reordered: 0 });
    expect(report.totals.cycles).toBeGreaterThanOrEqual(cycles);
    for (const [kind, count] of Object.entries(report.totals.cyclesByKind)) expect(count, kind).toBeGreaterThan(0);
  });
});
