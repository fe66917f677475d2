import type { ProcessResources } from './process-resources.ts';

/** Pipelines before which a process is not yet in its stride: code is compiled, pools are filled. */
const warmUp = 8;
/** What the memory may grow by from the first half of what follows to the second: the allocator's own breathing. */
const growthMaxMb = 64;

/** What a process that has lived many pipelines still holds, by a measurement after each of them; empty when nothing has piled up. */
export function resourceProblems(measured: readonly ProcessResources[]): readonly string[] {
  const first = measured[0];
  const last = measured.at(-1);
  if (first === undefined || last === undefined) return [];
  const problems: string[] = [];
  for (const name of ['openFiles', 'threads'] as const) {
    const [before, after] = [first[name], last[name]];
    if (before !== null && after !== null && after > before)
      problems.push(`${name} after the first pipeline: ${before}; after the last: ${after}`);
  }
  for (const [kind, count] of Object.entries(last.active)) {
    const before = first.active[kind] ?? 0;
    if (count > before)
      problems.push(`active resources of kind ${kind}: ${before} after the first pipeline, ${count} after the last`);
  }
  const steady = measured.slice(warmUp).map(({ rssMb }) => rssMb);
  const half = steady.length >> 1;
  if (half >= warmUp) {
    const [early, late] = [Math.max(...steady.slice(0, half)), Math.max(...steady.slice(half))];
    if (late > early + growthMaxMb)
      problems.push(`memory grows: at most ${early} MB in the first half, ${late} MB in the second`);
  }
  return problems;
}
