export const MAX_PARALLELISM_MAX = 32_768;
const LEAST_DEFAULT = 128;

/**
 * Flink's default number of key groups for a parallelism (KeyGroupRangeAssignment.computeDefaultMaxParallelism): half as much again,
 * rounded up to a power of two, 128 to 32 768.
 */
export function defaultMaxParallelism(parallelism: number): number {
  const wanted = parallelism + Math.floor(parallelism / 2);
  const power = 2 ** Math.ceil(Math.log2(Math.max(1, wanted)));
  return Math.min(MAX_PARALLELISM_MAX, Math.max(LEAST_DEFAULT, power));
}
