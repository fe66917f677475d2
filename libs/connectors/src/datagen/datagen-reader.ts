import {
  AbstractSourceReader,
  batchRowsTarget,
  type JsonValue,
  keyGroupRangeOf,
  type ListState,
  type OperatorContext,
  type PollResult,
  type RecordBatch,
} from '@weir/engine-core';
import type { DatagenOperator } from '@weir/job-spec';
import { invariant } from '@weir/kernel';
import type { ColumnKernel } from './column-kernel.ts';
import { kernelOf } from './kernel-of.ts';
import { RowPace } from './row-pace.ts';
import { SplitCursor, type RowNumbers, type SplitPosition } from './split-cursor.ts';

const positionsState = 'positions';
const splitsState = 'splits';
/** Names of the reader's operator states. */
export const datagenStates: readonly string[] = [positionsState, splitsState];

/** Text of a batch stays below this when its rows can be long. */
const batchTextBytes = 4_194_304;
const progressed: PollResult = { kind: 'progressed' };
const done: PollResult = { kind: 'done' };

/**
 * Made rows. Row i lies in split i mod S, where S is the operator's maximum parallelism when it first started. Splits are dealt over the
 * subtasks as key groups are; the position of each is one entry of split list state, so a rescale moves whole splits. One subtask
 * that has all of them makes the rows in order.
 *
 * A subtask that has made all its rows ends, and is not in later snapshots; its positions are gone then. So that its successor does not take
 * the lack of positions for a first start, every subtask also remembers the number of splits as broadcast state, which all
 * successors get as long as one of the old ones is in the snapshot.
 */
export class DatagenReader extends AbstractSourceReader {
  readonly #operator: DatagenOperator;
  readonly #context: OperatorContext;
  readonly #positions: ListState;
  readonly #grid: ListState;
  #kernels: readonly ColumnKernel[] = [];
  #cursor = new SplitCursor([], 0);
  #pace: RowPace | null = null;
  #rowsMax = 0;
  #numbers: RowNumbers = { low: new Int32Array(0), exact: new Float64Array(0) };
  #batch: RecordBatch;

  constructor(operator: DatagenOperator, context: OperatorContext) {
    super();
    this.#operator = operator;
    this.#context = context;
    this.#positions = context.operatorState.list(positionsState, 'SPLIT');
    this.#grid = context.operatorState.list(splitsState, 'BROADCAST');
    this.#batch = { schema: operator.columns, rowCount: 0, columns: [], keyHashes: null };
  }

  override open(): Promise<void> {
    const { generators, rows, rowsPerSecond } = this.#operator;
    const hasStarted = this.#grid.get().length + this.#positions.get().length > 0;
    const positions = hasStarted ? this.#positions.get().map(positionOf) : initialPositions(this.#context);
    this.#cursor = new SplitCursor(positions, rows ?? Number.POSITIVE_INFINITY);
    if (!hasStarted) this.#grid.set([this.#context.maxParallelism]);
    this.#kernels = generators.map(kernelOf);
    const textBytes = this.#kernels.reduce((sum, kernel) => sum + kernel.textBytesMax, 0);
    this.#rowsMax = Math.max(1, Math.min(batchRowsTarget, Math.floor(batchTextBytes / Math.max(1, textBytes))));
    this.#numbers = { low: new Int32Array(this.#rowsMax), exact: new Float64Array(this.#rowsMax) };
    const columns = this.#kernels.map((kernel) => kernel.allocate(this.#rowsMax));
    this.#batch = { schema: this.#operator.columns, rowCount: 0, columns, keyHashes: null };
    if (rowsPerSecond !== null && this.#cursor.share > 0) {
      this.#pace = new RowPace(this.#context.clock, rowsPerSecond * this.#cursor.share);
    }
    return Promise.resolve();
  }

  poll(): PollResult {
    const pace = this.#pace;
    const due = pace === null ? this.#rowsMax : Math.min(this.#rowsMax, pace.due());
    if (pace !== null && due < 1) return { kind: 'idle', wakeAt: pace.nextDue() };
    const count = this.#cursor.fill(this.#numbers, due);
    if (count === 0) return done;
    for (const kernel of this.#kernels) kernel.fill(this.#numbers, count);
    this.#batch.rowCount = count;
    this.#batch.keyHashes = null;
    pace?.count(count);
    this.#context.output.emit(this.#batch);
    return progressed;
  }

  override snapshot(): null {
    this.#positions.set(this.#cursor.positions().map(({ split, of, next }): JsonValue => [split, of, next]));
    return null;
  }
}

function initialPositions(context: OperatorContext): SplitPosition[] {
  const { subtask, parallelism, maxParallelism } = context;
  const { first, last } = keyGroupRangeOf(subtask, maxParallelism, parallelism);
  return Array.from({ length: last - first + 1 }, (_, at) => ({ split: first + at, of: maxParallelism, next: 0 }));
}

function positionOf(entry: JsonValue): SplitPosition {
  invariant(Array.isArray(entry), 'A position of datagen is a list of three numbers.', { entry });
  const [split, of, next] = entry as readonly JsonValue[];
  invariant(
    typeof split === 'number' && typeof of === 'number' && typeof next === 'number',
    'A position of datagen is a list of three numbers.',
    { entry },
  );
  return { split, of, next };
}
