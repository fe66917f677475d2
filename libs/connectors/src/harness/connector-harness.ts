import { keyGroupRangeOf, rowsOf, type OperatorContext, type RecordBatch, type Row } from '@weir/engine-core';
import { silentLogger } from '@weir/kernel';
import { OperatorStateMemory, type StateSnapshot } from './operator-state-memory.ts';

export interface HarnessOptions {
  readonly jobId?: string;
  readonly uid?: string;
  readonly subtask?: number;
  readonly parallelism?: number;
  readonly maxParallelism?: number;
  readonly epoch?: number;
  readonly restored?: StateSnapshot;
}

/** What surrounds a connector's subtask, in memory: emitted rows, reports and failures are collected, time stands until it is moved. */
export class ConnectorHarness {
  readonly rows: Row[] = [];
  readonly batches: number[] = [];
  readonly reported: Readonly<Record<string, unknown>>[] = [];
  readonly failures: unknown[] = [];
  readonly state: OperatorStateMemory;
  readonly context: OperatorContext;
  wakes = 0;
  nowMs = 1_000;
  /** Called for each batch instead of collecting its rows, where set. */
  onBatch: ((batch: RecordBatch) => void) | null = null;

  constructor(options: HarnessOptions = {}) {
    const { subtask = 0, parallelism = 1, maxParallelism = 128 } = options;
    this.state = new OperatorStateMemory(options.restored);
    this.context = {
      jobId: options.jobId ?? '0b6a1c8e-5d21-4b7a-9c0e-8f1d2a3b4c5d',
      runId: 'a1b2c3d4-0000-4000-8000-000000000001',
      epoch: options.epoch ?? 1,
      uid: options.uid ?? 'under-test',
      subtask,
      parallelism,
      maxParallelism,
      keyGroups: keyGroupRangeOf(subtask, maxParallelism, parallelism),
      isRestored: options.restored !== undefined,
      clock: { now: () => 1_700_000_000_000 + this.nowMs, monotonic: () => this.nowMs },
      logger: silentLogger,
      output: { emit: (batch) => this.#collect(batch), emitWatermark: () => undefined },
      operatorState: this.state,
      keyedState: null,
      report: (rows) => this.reported.push(...rows),
      wake: () => (this.wakes += 1),
      fail: (error) => this.failures.push(error),
    };
  }

  #collect(batch: RecordBatch): void {
    this.batches.push(batch.rowCount);
    if (this.onBatch !== null) this.onBatch(batch);
    else this.rows.push(...rowsOf(batch));
  }
}
