import type { WorldResult } from '../run/run-world.ts';

/** What the seed drew, readable. */
export function describeWorld({ seed, world }: WorldResult): string {
  const { spec, parallelisms, tuning, faults } = world;
  return [
    `World ${seed}: parallelism ${parallelisms.join(' then ')}, ${JSON.stringify(tuning)}`,
    `faults ${JSON.stringify(faults)}`,
    `spec ${JSON.stringify(spec)}`,
  ].join('\n');
}

export function describeResult({ seed, violation, virtualMs, epochs, checkpoints, hash }: WorldResult): string {
  const world = `seed ${seed}: ${(virtualMs / 1_000).toFixed(1)} s of virtual time, ${epochs} attempts, ${checkpoints} checkpoints, trace ${hash}`;
  if (violation === null) return `${world}: every invariant held.`;
  return `${world}\n  VIOLATED ${violation.invariant}: ${violation.message}\n  Replay it: npm run simulate -- --seed ${seed}`;
}
