import { parseArgs } from 'node:util';
import { describeProblems, describeReport } from './describe-report.ts';
import { processResources } from './process-resources.ts';
import { StressRun } from './stress-run.ts';

const progressMs = 5_000;

/** `npm run soak`. Resolves to the exit code: 0 when nothing was violated. Ctrl-C ends it early, and reports what was done. @public */
export async function soak(
  args: readonly string[],
  { threadEntry, tell }: { readonly threadEntry: URL; readonly tell: (line: string) => void },
): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      cycles: { type: 'string', default: '3000' },
      seed: { type: 'string', default: '1' },
      parallelism: { type: 'string' },
    },
  });
  const cycles = wholeNumber('cycles', values.cycles);
  const seed = wholeNumber('seed', values.seed);
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1_000;
  let toldAt = began;
  const run = new StressRun({
    cycles,
    seed,
    parallelism: values.parallelism === undefined ? null : wholeNumber('parallelism', values.parallelism),
    threadEntry,
    onCycle: (totals) => {
      if (performance.now() - toldAt < progressMs) return;
      toldAt = performance.now();
      const rate = (totals.cycles / seconds()).toFixed(2);
      const { rssMb, openFiles, threads } = processResources();
      tell(
        `${totals.cycles} of ${cycles} cycles, ${rate} a second; ${totals.pipelines} pipelines, ${totals.committedRows} rows committed; ` +
          `${rssMb} MB, ${threads} threads, ${openFiles} open files`,
      );
    },
  });
  process.once('SIGINT', () => run.stop());
  const report = await run.run();
  if (report.problems.length > 0) tell(describeProblems(report));
  tell(`${describeReport(report, { seed, seconds: seconds() })}.`);
  return report.problems.length === 0 ? 0 : 1;
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new Error(`--${name} ${text}: write a whole number from 1 on.`);
  return number;
}
