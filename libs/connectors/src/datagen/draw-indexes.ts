import type { Generator } from '@weir/job-spec';

/** How a generator draws among `cardinality` (1 to 2^32) values: the page of the generators in the job spec defines it. */
export interface Draw {
  readonly cardinality: number;
  readonly salt: number;
  readonly skew: number;
  readonly hot: number;
}

export function drawOf(generator: Extract<Generator, { kind: 'int' | 'string' }>): Draw {
  const { cardinality, salt, skew } = generator;
  return { cardinality, salt, skew, hot: generator.kind === 'string' ? generator.hot : 0 };
}

const perUnit = 2 ** -32;
/** Remainders of at most so many values stay exact in 32-bit arithmetic: quotients may be one off either way. */
const int32CardinalityMax = 2 ** 30;

/** Fills `out` with `min` plus the drawn index of each row, in 32-bit arithmetic. `low` holds the rows' numbers. */
export function drawInts(draw: Draw, min: number, batch: { low: Int32Array; count: number; out: Int32Array }): void {
  const { cardinality } = draw;
  if (draw.hot > 0) drawHot(draw, min, batch);
  else if (draw.skew > 1) drawSkewed(draw, min, batch);
  else if ((cardinality & (cardinality - 1)) === 0 && cardinality <= int32CardinalityMax) drawMasked(draw, min, batch);
  else if (cardinality <= int32CardinalityMax) drawRemainder(draw, min, batch);
  else drawWideInts(draw, min, batch);
}

/** As {@link drawInts}, for results that leave 32 bits. */
export function drawDoubles(
  draw: Draw,
  min: number,
  batch: { low: Int32Array; count: number; out: Float64Array },
): void {
  const { low, count, out } = batch;
  for (let row = 0; row < count; row += 1) out[row] = min + drawOne(draw, hash((low[row] as number) ^ draw.salt) >>> 0);
}

/** The mixing of the generators; the same as the job spec's fmix32, here so that it inlines into the loops. */
export function hash(value: number): number {
  let h = value;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

type IntBatch = Parameters<typeof drawInts>[2];

/** One draw out of an unsigned hash, written as the definition has it. The loops below are its fast forms. */
function drawOne(draw: Draw, unsigned: number): number {
  const { cardinality, skew, hot } = draw;
  if (hot > 0) return (unsigned & 1) === 0 ? (unsigned >>> 1) % hot : hot + ((unsigned >>> 1) % (cardinality - hot));
  if (skew === 1) return unsigned % cardinality;
  const uniform = unsigned * perUnit;
  let product = uniform;
  for (let factor = 1; factor < skew; factor += 1) product *= uniform;
  return Math.floor(product * cardinality);
}

function drawMasked(draw: Draw, min: number, { low, count, out }: IntBatch): void {
  const mask = draw.cardinality - 1;
  const { salt } = draw;
  for (let row = 0; row < count; row += 1) out[row] = (min + (hash((low[row] as number) ^ salt) & mask)) | 0;
}

/** The remainder by a multiplication: a division costs three times as much. */
function drawRemainder(draw: Draw, min: number, { low, count, out }: IntBatch): void {
  const { cardinality, salt } = draw;
  const inverse = 1 / cardinality;
  for (let row = 0; row < count; row += 1) {
    const h = hash((low[row] as number) ^ salt);
    let rest = (h - Math.imul(((h >>> 0) * inverse) | 0, cardinality)) | 0;
    if (rest < 0) rest = (rest + cardinality) | 0;
    else if (rest >= cardinality) rest = (rest - cardinality) | 0;
    out[row] = (min + rest) | 0;
  }
}

function drawWideInts(draw: Draw, min: number, { low, count, out }: IntBatch): void {
  const { cardinality, salt } = draw;
  for (let row = 0; row < count; row += 1) {
    out[row] = (min + ((hash((low[row] as number) ^ salt) >>> 0) % cardinality)) | 0;
  }
}

function drawHot(draw: Draw, min: number, { low, count, out }: IntBatch): void {
  const { cardinality, salt, hot } = draw;
  const cold = cardinality - hot;
  for (let row = 0; row < count; row += 1) {
    const h = hash((low[row] as number) ^ salt);
    const half = h >>> 1;
    out[row] = (min + ((h & 1) === 0 ? half % hot : hot + (half % cold))) | 0;
  }
}

function drawSkewed(draw: Draw, min: number, batch: IntBatch): void {
  const { cardinality, salt, skew } = draw;
  const { low, count, out } = batch;
  if (cardinality > 2 ** 31 || skew > 3) {
    for (let row = 0; row < count; row += 1) {
      out[row] = (min + drawOne(draw, hash((low[row] as number) ^ salt) >>> 0)) | 0;
    }
  } else if (skew === 2) {
    for (let row = 0; row < count; row += 1) {
      const uniform = (hash((low[row] as number) ^ salt) >>> 0) * perUnit;
      out[row] = (min + ((uniform * uniform * cardinality) | 0)) | 0;
    }
  } else {
    for (let row = 0; row < count; row += 1) {
      const uniform = (hash((low[row] as number) ^ salt) >>> 0) * perUnit;
      out[row] = (min + ((uniform * uniform * uniform * cardinality) | 0)) | 0;
    }
  }
}
