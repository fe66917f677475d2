import { MemoryFileSystem } from '@weir/engine-core/file-system';
import { createConnectors, nodeConnect, TwoPhaseCommit, type TransactionState } from '@weir/connectors';
import {
  rowsOf,
  type JsonValue,
  type Operator,
  type OperatorContext,
  type RecordBatch,
  type SourceReader,
} from '@weir/engine-core';
import type { OperatorCatalog } from '@weir/engine-execution';
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
    createConnectors({
      connect: nodeConnect({ allowed: [] }),
      fileSystem: new MemoryFileSystem(),
      filesRoot: '/files',
    }),
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

interface NamedRows {
  readonly name: string;
  readonly rows: SeenRow[];
}

class CommittingSink implements Operator {
  readonly #context: OperatorContext;
  readonly #hooks: CatalogHooks;
  readonly #transactions: TwoPhaseCommit<NamedRows>;
  #current: NamedRows | null = null;
  #begun = 0;

  constructor(context: OperatorContext, commits: Commits, hooks: CatalogHooks) {
    this.#context = context;
    this.#hooks = hooks;
    this.#transactions = new TwoPhaseCommit({
      port: {
        commit: ({ name, rows }) => Promise.resolve(commits.commit(name, rows)),
        // Its rows were nowhere but in this sink.
        abort: () => Promise.resolve(),
      },
      clock: context.clock,
      logger: context.logger,
      timeout: null,
    });
  }

  async open(): Promise<void> {
    const state = this.#context.operatorState.list('transactions', 'SPLIT');
    for (const entry of state.get()) await this.#transactions.restore(copyOf<TransactionState<NamedRows>>(entry));
    state.set([]);
  }

  processBatch(batch: RecordBatch): void {
    this.#hooks.onBatch?.(this.#context);
    this.#current ??= this.#begin();
    this.#current.rows.push(...rowsOf(batch));
  }

  processWatermark(): void {
    // Nothing follows a sink.
  }

  prepareSnapshot(): void {
    // It emits nothing.
  }

  snapshot(checkpointId: number): (() => Promise<void>) | null {
    this.#hooks.onCut?.(this.#context, checkpointId);
    this.#transactions.preCommit(checkpointId);
    this.#current = null;
    this.#context.operatorState.list('transactions', 'SPLIT').set([copyOf<JsonValue>(this.#transactions.state())]);
    const { onAsync } = this.#hooks;
    return onAsync === undefined ? null : () => onAsync(this.#context, checkpointId);
  }

  finish(): void {
    // Rows wait for the last checkpoint.
    this.#transactions.finish();
  }

  notifyCheckpointComplete(checkpointId: number): Promise<void> {
    return this.#transactions.complete(checkpointId);
  }

  notifyCheckpointAborted(): void {
    // Its rows stay pre-committed: the next checkpoint covers them.
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #begin(): NamedRows {
    const { uid, epoch, subtask } = this.#context;
    const transaction: NamedRows = { name: `${uid}/${epoch}/${subtask}/${(this.#begun += 1)}`, rows: [] };
    this.#transactions.begin(transaction);
    return transaction;
  }
}

/** Through JSON, as a snapshot would. */
function copyOf<Result>(value: unknown): Result {
  return JSON.parse(JSON.stringify(value)) as Result;
}
