import {
  batchOf,
  doubleSerializer,
  KeyHasher,
  rowsOf,
  stringSerializer,
  type KeyedListState,
  type MapState,
  type Operator,
  type OperatorContext,
  type PerKeyStates,
  type RecordBatch,
  type StateSerializer,
  type ValueState,
} from '@weir/engine-core';
import type { AnalyzedOperator, ColumnSchema } from '@weir/job-spec';
import { describe, expect, it } from 'vitest';
import { Commits, CommittingCatalog, type CatalogHooks } from './committing-sink.ts';
import { analyzedJob, VirtualEngine } from './virtual-engine.ts';

type AggregateOperator = Extract<AnalyzedOperator, { type: 'aggregate' }>;

/** Counts the rows of each key three times: in a value, in a list and in a map. They must agree at every row. */
class CountingOperator implements Operator {
  readonly #operator: AggregateOperator;
  readonly #context: OperatorContext;
  readonly #hasher: KeyHasher;
  readonly #states: PerKeyStates;
  readonly #count: ValueState<number>;
  readonly #rows: KeyedListState<number>;
  readonly #byParity: MapState<string, number>;

  constructor(operator: AggregateOperator, context: OperatorContext, serializer: StateSerializer<number>) {
    if (context.keyedState === null) throw new Error('An aggregate has keyed state.');
    this.#operator = operator;
    this.#context = context;
    this.#hasher = new KeyHasher(operator.keyColumns);
    this.#states = context.keyedState.perKey(
      operator.keyColumns.map((index) => operator.inputColumns[index] as ColumnSchema),
    );
    this.#count = this.#states.value({ name: 'count', serializer, defaultValue: 0 });
    this.#rows = this.#states.list({ name: 'rows', serializer: doubleSerializer });
    this.#byParity = this.#states.map({
      name: 'parity',
      keySerializer: stringSerializer,
      serializer: doubleSerializer,
    });
  }

  open(): Promise<void> {
    return Promise.resolve();
  }

  processBatch(batch: RecordBatch): void {
    const hashes = new Int32Array(batch.rowCount);
    this.#hasher.hash(batch, hashes);
    this.#states.useBatch(batch, this.#operator.keyColumns, hashes);
    const counted = rowsOf(batch).map((row, index) => {
      this.#states.useRow(index);
      return { ...row, n: this.#countRow(Number(row['i'])) };
    });
    this.#context.output.emit(batchOf(this.#operator.columns, counted));
  }

  processWatermark(timestamp: number): void {
    this.#context.output.emitWatermark(timestamp);
  }

  prepareSnapshot(): void {
    // It holds no rows back.
  }

  snapshot(): null {
    return null;
  }

  finish(): void {
    // Every row was answered at once.
  }

  notifyCheckpointComplete(): Promise<void> {
    return Promise.resolve();
  }

  notifyCheckpointAborted(): void {
    // Nothing depends on it.
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #countRow(i: number): number {
    const count = (this.#count.value() ?? 0) + 1;
    this.#count.update(count);
    this.#rows.add(i);
    const parity = i % 2 === 0 ? 'even' : 'odd';
    this.#byParity.put(parity, (this.#byParity.get(parity) ?? 0) + 1);
    const sum = [...this.#byParity.values()].reduce<number>((total, part) => total + (part ?? 0), 0);
    const distinct = new Set(this.#rows.get()).size;
    if (sum !== count || distinct !== count)
      throw new Error(`${count} rows, ${sum} in the map, ${distinct} in the list`);
    return count;
  }
}

/** The engine's own operators, but `aggregate` is the one above. */
class CountingCatalog extends CommittingCatalog {
  serializer = doubleSerializer;

  override createOperator(operator: AnalyzedOperator, context: OperatorContext): Operator {
    if (operator.type === 'aggregate') return new CountingOperator(operator, context, this.serializer);
    return super.createOperator(operator, context);
  }
}

function world(hooks: CatalogHooks = {}) {
  const commits = new Commits();
  const catalog = new CountingCatalog(commits, hooks);
  return { commits, catalog, engine: new VirtualEngine(catalog) };
}

function counting(parallelism: number, rows: number | null): ReturnType<typeof analyzedJob> {
  return analyzedJob({
    parallelism,
    checkpointing: { interval: '10ms', tolerableFailedCheckpoints: 1000 },
    restartStrategy: { type: 'fixed-delay', attempts: 1000, delay: '5ms' },
    operators: [
      {
        uid: 'numbers',
        type: 'datagen',
        rowsPerSecond: 3_000,
        ...(rows === null ? {} : { rows }),
        columns: { i: { kind: 'sequence' }, k: { kind: 'int', min: 0, max: 19 } },
      },
      { uid: 'counts', type: 'aggregate', input: 'numbers', keyBy: ['k'], aggregates: { n: 'COUNT(*)' } },
      { uid: 'updates', type: 'blackhole', input: 'counts', chain: false },
    ],
  });
}

/** The updates of a key count 1, 2, 3, … without a gap; their number in all. */
function gaplessCounts(commits: Commits): number {
  const byKey = new Map<unknown, number[]>();
  for (const { k, n } of commits.rows('updates')) byKey.set(k, [...(byKey.get(k) ?? []), Number(n)]);
  for (const counts of byKey.values()) expect(counts).toEqual(counts.map((_, index) => index + 1));
  return [...byKey.values()].reduce((sum, counts) => sum + counts.length, 0);
}

describe('Value, list and map states in a running job', { timeout: 60_000 }, () => {
  it.each([1, 2, 3])(
    'hold exactly what the committed rows say, over failures, at parallelism %i',
    async (parallelism) => {
      let batches = 0;
      let failures = 0;
      const { engine, commits } = world({
        onBatch: () => {
          batches += 1;
          if (batches % 9 !== 0 || failures >= 5) return;
          failures += 1;
          throw new Error('down');
        },
      });
      const { master } = engine.start(counting(parallelism, 900));
      expect(await engine.settle(master.ended)).toMatchObject({ state: 'FINISHED' });
      expect(failures).toBe(5);
      expect(gaplessCounts(commits)).toBe(900);
    },
  );

  it('move with their key groups over a rescale from 2 to 3 to 1', async () => {
    const { engine, commits } = world();
    let path: string | null = null;
    let firstCheckpointId = 1;
    for (const parallelism of [2, 3, 1]) {
      const { master, told } = engine.start(counting(parallelism, parallelism === 1 ? 800 : null), {
        firstCheckpointId,
        ...(path === null ? {} : { restore: { path, allowNonRestoredState: false, claimMode: 'NO_CLAIM' } }),
      });
      if (parallelism === 1) {
        expect(await engine.settle(master.ended)).toMatchObject({ state: 'FINISHED' });
        break;
      }
      await engine.world.runFor(60);
      const answer = await engine.settle(master.stop({ isDraining: false, directory: '/elsewhere' }));
      if (answer.kind !== 'stopped') throw new Error(answer.message);
      path = answer.path;
      await engine.settle(master.ended);
      firstCheckpointId = Math.max(...told.checkpoints.keys()) + 1;
      expect(gaplessCounts(commits)).toBeGreaterThan(0);
    }
    expect(gaplessCounts(commits)).toBe(800);
  });

  it('case 87: fail the run at once, and by name, when they were written with another serializer', async () => {
    const { engine, catalog } = world();
    const first = engine.start(counting(2, null));
    await engine.world.runFor(60);
    const answer = await engine.settle(first.master.stop({ isDraining: false, directory: '/elsewhere' }));
    if (answer.kind !== 'stopped') throw new Error(answer.message);
    await engine.settle(first.master.ended);
    catalog.serializer = { ...doubleSerializer, version: 2 };
    const second = engine.start(counting(2, null), {
      firstCheckpointId: Math.max(...first.told.checkpoints.keys()) + 1,
      restore: { path: answer.path, allowNonRestoredState: false, claimMode: 'NO_CLAIM' },
    });
    expect(await engine.settle(second.master.ended)).toMatchObject({
      state: 'FAILED',
      failure: {
        code: 'RESTORE_FAILED',
        message: expect.stringMatching(/counts .*"count".*"double" version 1.*"double" version 2/) as string,
      },
    });
    expect(second.told.attempts).toHaveLength(1);
  });
});
