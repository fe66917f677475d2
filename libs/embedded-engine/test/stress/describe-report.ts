import type { StressReport } from './stress-run.ts';

/** The last line of a run: everything that was counted. */
export function describeReport(
  { totals, problems }: StressReport,
  run: { readonly seed: number; readonly seconds: number },
): string {
  const kinds = Object.entries(totals.cyclesByKind).map(([kind, count]) => `${kind} ${count}`);
  return [
    `${totals.cycles} cycles in ${run.seconds.toFixed(0)} s (${kinds.join(', ')}; ${totals.missed} faults found no opportunity)`,
    `${totals.pipelines} pipelines from seed ${run.seed}`,
    `checkpoints completed ${totals.completedCheckpoints}, failed ${totals.failedCheckpoints}`,
    `rows committed ${totals.committedRows}, checked on the way ${totals.checkedRows}`,
    `lost ${totals.lost}, repeated ${totals.repeated}, reordered ${totals.reordered}, problems ${problems.length}`,
    `${totals.rssMb} MB at the end`,
  ].join('; ');
}

/** What went wrong, and how to see it again. */
export function describeProblems({ problems, keptFolder }: StressReport): string {
  const lines = problems.map(
    ({ kind, message, seed }) =>
      `VIOLATED (${kind}) by seed ${seed}: ${message}\n  Again: npm run soak -- --seed ${seed} --cycles 1`,
  );
  if (keptFolder !== null) lines.push(`The files of that job are kept in ${keptFolder}`);
  return lines.join('\n');
}
