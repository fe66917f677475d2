const ticksMost = 3;

/** Round ticks from 0 to at least `most` bytes, in steps that are round in powers of 1024: `0 B, 2 KiB, 4 KiB`. */
export function byteTicks(most: number): readonly number[] {
  return ticks(most, 2 ** Math.max(0, Math.ceil(Math.log2(most / (ticksMost - 1)))));
}

/** Round ticks from 0 to at least `most` milliseconds, in steps of 1, 2 or 5 times a power of ten. */
export function durationTicks(most: number): readonly number[] {
  const least = most / (ticksMost - 1);
  const power = 10 ** Math.floor(Math.log10(least));
  return ticks(most, power * ([1, 2, 5].find((factor) => factor * power >= least) ?? 10));
}

/** None for a chart in which there is nothing to see. */
function ticks(most: number, step: number): readonly number[] {
  return most > 0 ? Array.from({ length: ticksMost }, (_, index) => index * step) : [];
}
