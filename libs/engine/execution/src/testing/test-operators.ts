import {
  batchOf,
  rowsOf,
  type JsonValue,
  type Operator,
  type OperatorContext,
  type PollResult,
  type RecordBatch,
  type SourceReader,
} from '@weir/engine-core';
import type { AnalyzedOperator, ColumnSchema } from '@weir/job-spec';
import type { OperatorCatalog } from '../task/operator-catalog.ts';

/** What the operators of a test did, in order: shared by all threads of a virtual world. */
export class TestLog {
  readonly entries: string[] = [];
  readonly #commits = new Map<string, readonly TestRow[]>();

  /** Rows that sinks have committed, in order. */
  get committed(): readonly TestRow[] {
    return [...this.#commits.values()].flat();
  }

  /** A name is committed once, however often a restore repeats it. */
  commit(name: string, rows: readonly TestRow[]): void {
    if (!this.#commits.has(name)) this.#commits.set(name, rows);
  }

  add(context: Pick<OperatorContext, 'uid' | 'subtask'>, what: string): void {
    this.entries.push(`${context.uid}#${context.subtask} ${what}`);
  }
}

export type TestRow = Readonly<Record<string, string | number | boolean | null>>;

export interface TestCatalogOptions {
  readonly log: TestLog;
  readonly rowsPerPoll?: number;
  /** Called with each row a sink sees; a throw fails the task. */
  readonly onRow?: (row: TestRow) => void;
  readonly onCut?: (context: OperatorContext, checkpointId: number) => void;
}

/**
 * Operators for tests of the runtime: `datagen` counts from 0 (each subtask takes every p-th number), `aggregate` keeps a count a key in
 * operator state, `union`, `map` and `filter` pass rows on, and `blackhole` is a two-phase sink that commits into the log.
 */
export class TestCatalog implements OperatorCatalog {
  readonly #options: TestCatalogOptions;

  constructor(options: TestCatalogOptions) {
    this.#options = options;
  }

  isSource(operator: AnalyzedOperator): boolean {
    return operator.role === 'source';
  }

  createSource(operator: AnalyzedOperator, context: OperatorContext): SourceReader {
    const rows = operator.type === 'datagen' ? (operator.rows ?? Infinity) : 0;
    return new TestSource(context, { rows, schema: operator.columns, ...this.#options });
  }

  createOperator(operator: AnalyzedOperator, context: OperatorContext): Operator {
    if (operator.role === 'sink') return new TestSink(context, this.#options);
    return new TestPass(context, this.#options);
  }
}

/** Splits are the residues modulo 4, dealt over the subtasks and redealt after a rescale. */
const splits = 4;

class TestSource implements SourceReader {
  readonly #context: OperatorContext;
  readonly #options: TestCatalogOptions & { readonly rows: number; readonly schema: readonly ColumnSchema[] };
  #positions = new Map<number, number>();

  constructor(
    context: OperatorContext,
    options: TestCatalogOptions & { readonly rows: number; readonly schema: readonly ColumnSchema[] },
  ) {
    this.#context = context;
    this.#options = options;
  }

  open(): Promise<void> {
    const { isRestored, subtask, parallelism, operatorState } = this.#context;
    const entries = operatorState.list('positions', 'SPLIT').get() as readonly (readonly [number, number])[];
    if (isRestored && entries.length > 0) this.#positions = new Map(entries);
    else if (!isRestored) {
      for (let split = 0; split < splits; split += 1)
        if (split % parallelism === subtask) this.#positions.set(split, split);
    }
    this.#options.log.add(this.#context, 'open');
    return Promise.resolve();
  }

  poll(): PollResult {
    const numbers: number[] = [];
    const wanted = this.#options.rowsPerPoll ?? 5;
    for (const [split, next] of [...this.#positions].sort(([, left], [, right]) => left - right)) {
      if (numbers.length >= wanted) break;
      if (next >= this.#options.rows) continue;
      numbers.push(next);
      this.#positions.set(split, next + splits);
    }
    if (numbers.length === 0) return { kind: 'done' };
    const rows = numbers.map((value) => Object.fromEntries(this.#options.schema.map((column) => [column.name, value])));
    this.#context.output.emit(batchOf(this.#options.schema, rows));
    return { kind: 'progressed' };
  }

  snapshot(checkpointId: number): null {
    this.#options.onCut?.(this.#context, checkpointId);
    this.#options.log.add(this.#context, `snapshot ${checkpointId}`);
    this.#context.operatorState.list('positions', 'SPLIT').set([...this.#positions] as JsonValue[]);
    return null;
  }

  notifyCheckpointComplete(checkpointId: number): Promise<void> {
    this.#options.log.add(this.#context, `complete ${checkpointId}`);
    return Promise.resolve();
  }

  notifyCheckpointAborted(checkpointId: number): void {
    this.#options.log.add(this.#context, `aborted ${checkpointId}`);
  }

  close(): Promise<void> {
    this.#options.log.add(this.#context, 'close');
    return Promise.resolve();
  }
}

/** Passes rows on; remembers nothing. */
class TestPass implements Operator {
  readonly #context: OperatorContext;
  readonly #options: TestCatalogOptions;

  constructor(context: OperatorContext, options: TestCatalogOptions) {
    this.#context = context;
    this.#options = options;
  }

  open(): Promise<void> {
    this.#options.log.add(this.#context, 'open');
    return Promise.resolve();
  }

  processBatch(batch: RecordBatch): void {
    this.#context.output.emit(batch);
  }

  processWatermark(timestamp: number): void {
    this.#options.log.add(this.#context, `watermark ${timestamp}`);
    this.#context.output.emitWatermark(timestamp);
  }

  prepareSnapshot(checkpointId: number): void {
    this.#options.log.add(this.#context, `prepare ${checkpointId}`);
  }

  snapshot(checkpointId: number): null {
    this.#options.onCut?.(this.#context, checkpointId);
    this.#options.log.add(this.#context, `snapshot ${checkpointId}`);
    return null;
  }

  finish(): void {
    this.#options.log.add(this.#context, 'finish');
  }

  notifyCheckpointComplete(checkpointId: number): Promise<void> {
    this.#options.log.add(this.#context, `complete ${checkpointId}`);
    return Promise.resolve();
  }

  notifyCheckpointAborted(checkpointId: number): void {
    this.#options.log.add(this.#context, `aborted ${checkpointId}`);
  }

  close(): Promise<void> {
    this.#options.log.add(this.#context, 'close');
    return Promise.resolve();
  }
}

interface Pending {
  readonly name: string;
  readonly checkpointId: number;
  readonly rows: readonly TestRow[];
}

/** Two phases: rows are pending from the cut on, committed when that checkpoint completes, or at the restore of it. */
class TestSink implements Operator {
  readonly #context: OperatorContext;
  readonly #options: TestCatalogOptions;
  #current: TestRow[] = [];
  #pending: Pending[] = [];

  constructor(context: OperatorContext, options: TestCatalogOptions) {
    this.#context = context;
    this.#options = options;
  }

  open(): Promise<void> {
    this.#options.log.add(this.#context, 'open');
    const restored = this.#context.operatorState.list('pending', 'SPLIT').get();
    for (const entry of restored) this.#commit(JSON.parse(JSON.stringify(entry)) as Pending);
    this.#context.operatorState.list('pending', 'SPLIT').set([]);
    return Promise.resolve();
  }

  processBatch(batch: RecordBatch): void {
    for (const row of rowsOf(batch)) {
      const seen = row as TestRow;
      this.#options.onRow?.(seen);
      this.#current.push(seen);
    }
  }

  processWatermark(timestamp: number): void {
    this.#options.log.add(this.#context, `watermark ${timestamp}`);
  }

  prepareSnapshot(checkpointId: number): void {
    this.#options.log.add(this.#context, `prepare ${checkpointId}`);
  }

  snapshot(checkpointId: number): null {
    this.#options.onCut?.(this.#context, checkpointId);
    this.#options.log.add(this.#context, `snapshot ${checkpointId}`);
    if (this.#current.length > 0) {
      const { uid, subtask, epoch } = this.#context;
      this.#pending.push({ name: `${uid}/${epoch}/${subtask}/${checkpointId}`, checkpointId, rows: this.#current });
    }
    this.#current = [];
    this.#context.operatorState.list('pending', 'SPLIT').set(JSON.parse(JSON.stringify(this.#pending)) as JsonValue[]);
    return null;
  }

  finish(): void {
    this.#options.log.add(this.#context, 'finish');
  }

  notifyCheckpointComplete(checkpointId: number): Promise<void> {
    this.#options.log.add(this.#context, `complete ${checkpointId}`);
    for (const pending of this.#pending) if (pending.checkpointId <= checkpointId) this.#commit(pending);
    this.#pending = this.#pending.filter((pending) => pending.checkpointId > checkpointId);
    return Promise.resolve();
  }

  notifyCheckpointAborted(checkpointId: number): void {
    this.#options.log.add(this.#context, `aborted ${checkpointId}`);
  }

  close(): Promise<void> {
    this.#options.log.add(this.#context, 'close');
    return Promise.resolve();
  }

  #commit(pending: Pending): void {
    this.#options.log.commit(pending.name, pending.rows);
  }
}
