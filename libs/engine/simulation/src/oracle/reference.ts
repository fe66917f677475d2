import {
  keyColumnsOf,
  nullKeyEvery,
  tallyWeight,
  type Pipeline,
  type SourceShape,
  type Step,
} from '../world/pipeline.ts';

export type Cell = string | number | boolean | null;

/** A row before any aggregate. */
export interface Row {
  readonly n: number;
  readonly k: Cell;
  readonly v: number | null;
  /** Of a compound key. */
  readonly j?: Cell;
}

/** Which rows of a source were made before the job was drained, by the source's uid and the row's number; without a drain all. */
export type WasMade = (uid: string, index: number) => boolean;

export interface KeyTotal {
  readonly rows: number;
  /** Null: every value was. */
  readonly total: number | null;
}

export type Expectation =
  /** The committed files hold exactly these rows. */
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  /** For each key, what its last row says; with every update there is one row for each count from 1 on. */
  | {
      readonly kind: 'totals';
      readonly emit: 'every-update' | 'latest-per-batch';
      /** Columns that make the key. */
      readonly keyColumns: readonly string[];
      /** By {@link keyTextOf}. */
      readonly totals: ReadonlyMap<string, KeyTotal>;
    };

/** The key of a row as it is told of and compared. */
export function keyTextOf(row: Readonly<Record<string, unknown>>, keyColumns: readonly string[]): string {
  return keyColumns.map((column) => JSON.stringify(row[column])).join(' ');
}

/** What a pipeline must leave in its sink, by a plain loop that shares nothing with the engine. */
export function expectationOf({ sources, steps }: Pipeline, wasMade: WasMade): Expectation {
  let rows = sources.flatMap((source, input) => rowsOf(source, input).filter((_, i) => wasMade(source.uid, i)));
  const keyColumns = keyColumnsOf(steps);
  for (const step of steps) {
    if (step.kind === 'aggregate')
      return { kind: 'totals', emit: step.emit, keyColumns, totals: totalsOf(rows, keyColumns) };
    if (step.kind === 'tally') {
      // A tally takes a null for nothing, and its sum begins with 0.
      const counted = (step.inputs === 'ONE' ? rows : weighed(rows, sources)).map((row) => ({ ...row, v: row.v ?? 0 }));
      return { kind: 'totals', emit: 'every-update', keyColumns, totals: totalsOf(counted, keyColumns) };
    }
    rows = rows.flatMap((row) => apply(step, row));
  }
  return { kind: 'rows', rows };
}

function weighed(rows: readonly Row[], sources: readonly SourceShape[]): Row[] {
  const inputOf = ({ n }: Row): number =>
    sources.findIndex(({ start, rows: count }) => n >= start && n < start + count);
  return rows.map((row) => ({ ...row, v: row.v === null ? null : row.v * tallyWeight(inputOf(row)) }));
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
      return [{ ...row, v: row.v === null ? null : row.v + step.addend }];
    case 'flat-map':
      return row.k === null
        ? []
        : String(row.k)
            .split(' ')
            .map((k) => ({ ...row, k }));
    case 'null-values':
      return [row.n % step.divisor === 0 ? { ...row, v: null } : row];
    case 'null-keys':
      return [row.n % step.divisor === 0 ? { ...row, k: null } : row];
    case 'long-keys':
      return [
        row.n % step.divisor === 0 && row.k !== null ? { ...row, k: `${row.k}${'x'.repeat(step.letters)}` } : row,
      ];
    case 'rekey':
      return [rekeyed(step, row)];
  }
}

function rekeyed({ type, modulus, isNullable }: Extract<Step, { kind: 'rekey' }>, row: Row): Row {
  const isNull = isNullable && row.n % nullKeyEvery === 0;
  const rest = row.n % modulus;
  switch (type) {
    case 'INT':
    case 'BIGINT':
      return { ...row, k: isNull ? null : rest };
    case 'BOOLEAN':
      return { ...row, k: isNull ? null : row.n % 2 === 0 };
    case 'DOUBLE':
      return { ...row, k: isNull ? null : rest / 4 };
    case 'COMPOUND':
      return { ...row, j: isNull ? null : rest };
  }
}

function totalsOf(rows: readonly Row[], keyColumns: readonly string[]): Map<string, KeyTotal> {
  const totals = new Map<string, KeyTotal>();
  for (const row of rows) {
    const key = keyTextOf({ ...row }, keyColumns);
    const { rows: count, total } = totals.get(key) ?? { rows: 0, total: null };
    totals.set(key, { rows: count + 1, total: row.v === null ? total : (total ?? 0) + row.v });
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
