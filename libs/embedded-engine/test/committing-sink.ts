import { MemoryFileSystem } from '@weir/checkpoint-storage';
import { nodeConnect, createConnectors } from '@weir/connectors';
import {
  rowsOf,
  type JsonValue,
  type Operator,
  type OperatorContext,
  type RecordBatch,
  type SourceReader,
} from '@weir/engine-core';
import type { OperatorCatalog } from '@weir/engine-runtime';
import type { AnalyzedOperator } from '@weir/job-spec';
import { ConnectorCatalog } from '../src/connector-catalog.ts';

export type SeenRow = Readonly<Record<string, unknown>>;

/** What sinks have committed, over all attempts and runs: the view of a reader outside. */
export class Commits {
  readonly #byName = new Map<string, readonly SeenRow[]>();

  commit(name: string, rows: readonly SeenRow[]): void {
    if (!this.#byName.has(name)) this.#byName.set(name, rows);
  }

  /** Rows of one sink, in the order of their commits. */
  rows(uid: string): readonly SeenRow[] {
    return [...this.#byName].filter(([name]) => name.startsWith(`${uid}/`)).flatMap(([, rows]) => rows);
  }
}

export interface CatalogHooks {
  /** Before a sink takes a batch; a throw fails its task. */
  readonly onBatch?: (context: OperatorContext) => void;
  /** In the synchronous cut of a sink. */
  readonly onCut?: (context: OperatorContext, checkpointId: number) => void;
  /** In the background part of a sink's snapshot. */
  readonly onAsync?: (context: OperatorContext, checkpointId: number) => Promise<void>;
}

/** The engine's own operators, but for `blackhole`, which is a two-phase sink that commits into memory. */
export class CommittingCatalog implements OperatorCatalog {
  readonly #operators = new ConnectorCatalog(
    createConnectors({ connect: nodeConnect, fileSystem: new MemoryFileSystem(), filesRoot: '/files' }),
  );
  readonly #commits: Commits;
  readonly #hooks: CatalogHooks;

  constructor(commits: Commits, hooks: CatalogHooks = {}) {
    this.#commits = commits;
    this.#hooks = hooks;
  }

  isSource(operator: AnalyzedOperator): boolean {
    return this.#operators.isSource(operator);
  }

  createSource(operator: AnalyzedOperator, context: OperatorContext): SourceReader {
    return this.#operators.createSource(operator, context);
  }

  createOperator(operator: AnalyzedOperator, context: OperatorContext): Operator {
    if (operator.type === 'blackhole') return new CommittingSink(context, this.#commits, this.#hooks);
    return this.#operators.createOperator(operator, context);
  }
}

interface Transaction {
  readonly name: string;
  readonly checkpointId: number;
  readonly rows: readonly SeenRow[];
}

class CommittingSink implements Operator {
  readonly #context: OperatorContext;
  readonly #commits: Commits;
  readonly #hooks: CatalogHooks;
  #open: SeenRow[] = [];
  #pending: Transaction[] = [];

  constructor(context: OperatorContext, commits: Commits, hooks: CatalogHooks) {
    this.#context = context;
    this.#commits = commits;
    this.#hooks = hooks;
  }

  /** What the restored checkpoint holds is part of it: it is committed now, if it was not before. */
  open(): Promise<void> {
    const state = this.#context.operatorState.list('transactions', 'SPLIT');
    for (const entry of state.get()) this.#commit(JSON.parse(JSON.stringify(entry)) as Transaction);
    state.set([]);
    return Promise.resolve();
  }

  processBatch(batch: RecordBatch): void {
    this.#hooks.onBatch?.(this.#context);
    this.#open.push(...rowsOf(batch));
  }

  processWatermark(): void {
    // Nothing follows a sink.
  }

  prepareSnapshot(): void {
    // It emits nothing.
  }

  snapshot(checkpointId: number): (() => Promise<void>) | null {
    this.#hooks.onCut?.(this.#context, checkpointId);
    const { uid, epoch, subtask } = this.#context;
    if (this.#open.length > 0)
      this.#pending.push({ name: `${uid}/${epoch}/${subtask}/${checkpointId}`, checkpointId, rows: this.#open });
    this.#open = [];
    this.#context.operatorState
      .list('transactions', 'SPLIT')
      .set(JSON.parse(JSON.stringify(this.#pending)) as JsonValue[]);
    const { onAsync } = this.#hooks;
    return onAsync === undefined ? null : () => onAsync(this.#context, checkpointId);
  }

  finish(): void {
    // Rows wait for the last checkpoint.
  }

  notifyCheckpointComplete(checkpointId: number): Promise<void> {
    for (const transaction of this.#pending) if (transaction.checkpointId <= checkpointId) this.#commit(transaction);
    this.#pending = this.#pending.filter((transaction) => transaction.checkpointId > checkpointId);
    return Promise.resolve();
  }

  notifyCheckpointAborted(): void {
    // Its rows stay pending: the next checkpoint covers them.
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #commit({ name, rows }: Transaction): void {
    this.#commits.commit(name, rows);
  }
}
