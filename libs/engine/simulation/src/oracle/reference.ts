import { tallyWeight, type Pipeline, type SourceShape, type Step } from '../world/pipeline.ts';

/** A row before any aggregate. */
export interface Row {
  readonly n: number;
  readonly k: string;
  readonly v: number;
}

/** Which rows of a source were made before the job was drained, by the source's uid and the row's number; without a drain all. */
export type WasMade = (uid: string, index: number) => boolean;

export interface KeyTotal {
  readonly rows: number;
  readonly total: number;
}

export type Expectation =
  /** The committed files hold exactly these rows. */
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  /** For each key, what its last row says; with every update there is one row for each count from 1 on. */
  | {
      readonly kind: 'totals';
      readonly emit: 'every-update' | 'latest-per-batch';
      readonly totals: ReadonlyMap<string, KeyTotal>;
    };

/** What a pipeline must leave in its sink, by a plain loop that shares nothing with the engine. */
export function expectationOf({ sources, steps }: Pipeline, wasMade: WasMade): Expectation {
  let rows = sources.flatMap((source, input) => rowsOf(source, input).filter((_, i) => wasMade(source.uid, i)));
  for (const step of steps) {
    if (step.kind === 'aggregate') return { kind: 'totals', emit: step.emit, totals: totalsOf(rows) };
    if (step.kind === 'tally')
      return {
        kind: 'totals',
        emit: 'every-update',
        totals: totalsOf(step.inputs === 'ONE' ? rows : weighed(rows, sources)),
      };
    rows = rows.flatMap((row) => apply(step, row));
  }
  return { kind: 'rows', rows };
}

function weighed(rows: readonly Row[], sources: readonly SourceShape[]): Row[] {
  const inputOf = ({ n }: Row): number =>
    sources.findIndex(({ start, rows: count }) => n >= start && n < start + count);
  return rows.map((row) => ({ ...row, v: row.v * tallyWeight(inputOf(row)) }));
}

function rowsOf(source: SourceShape, index: number): Row[] {
  return Array.from({ length: source.rows }, (_, i) => {
    const key = (mix(i ^ (index + 1)) >>> 0) % source.keys;
    return { n: source.start + i, k: `a${key} b${key}`, v: (mix(i ^ (index + 100)) >>> 0) % 100 };
  });
}

function apply(step: Exclude<Step, { kind: 'aggregate' | 'tally' }>, row: Row): Row[] {
  switch (step.kind) {
    case 'filter':
      return row.n % step.divisor === 0 ? [] : [row];
    case 'map':
      return [{ ...row, v: row.v + step.addend }];
    case 'flat-map':
      return row.k.split(' ').map((k) => ({ ...row, k }));
  }
}

function totalsOf(rows: readonly Row[]): Map<string, KeyTotal> {
  const totals = new Map<string, KeyTotal>();
  for (const { k, v } of rows) {
    const before = totals.get(k) ?? { rows: 0, total: 0 };
    totals.set(k, { rows: before.rows + 1, total: before.total + v });
  }
  return totals;
}

/** murmur3's finaliser, the arithmetic of `datagen`. */
function mix(value: number): number {
  let h = value;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
