import {
  AbstractSourceReader,
  batchOf,
  batchRowsTarget,
  type ListState,
  type OperatorContext,
  type PollResult,
  type SourceFactory,
} from '@weir/engine-core';
import type { ElementsOperator } from '@weir/job-spec';
import { invariant } from '@weir/kernel';

/** Name of the operator state that holds how many rows were emitted. */
const emittedState = 'emitted';

const progressed: PollResult = { kind: 'progressed' };
const done: PollResult = { kind: 'done' };

/** The rows of the spec, in order. The number emitted already is its state. The validation keeps it at one subtask. */
export class ElementsReader extends AbstractSourceReader {
  readonly #operator: ElementsOperator;
  readonly #context: OperatorContext;
  readonly #position: ListState;
  #emitted = 0;

  constructor(operator: ElementsOperator, context: OperatorContext) {
    super();
    invariant(context.parallelism === 1, 'elements has one subtask.', { parallelism: context.parallelism });
    this.#operator = operator;
    this.#context = context;
    this.#position = context.operatorState.list(emittedState, 'SPLIT');
  }

  override open(): Promise<void> {
    const [restored = 0] = this.#position.get();
    invariant(typeof restored === 'number', 'The position of elements is a number.', { restored });
    this.#emitted = restored;
    return Promise.resolve();
  }

  poll(): PollResult {
    const { columns, rows } = this.#operator;
    const cells = rows.slice(this.#emitted, this.#emitted + batchRowsTarget);
    if (cells.length === 0) return done;
    const batch = batchOf(
      columns,
      cells.map((row) => Object.fromEntries(columns.map((column, index) => [column.name, row[index] ?? null]))),
    );
    this.#emitted += cells.length;
    this.#context.output.emit(batch);
    return progressed;
  }

  override snapshot(): null {
    this.#position.set([this.#emitted]);
    return null;
  }
}

export const elementsFactory: SourceFactory = {
  type: 'elements',
  lists: [emittedState],
  create: (operator, context) => {
    invariant(operator.type === 'elements', 'The factory of elements makes only elements.', { type: operator.type });
    return new ElementsReader(operator, context);
  },
};
