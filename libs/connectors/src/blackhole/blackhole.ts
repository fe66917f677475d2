import { AbstractOperator, type SinkFactory } from '@weir/engine-core';
import { invariant } from '@weir/kernel';

/** Drops rows. The engine counts what every operator receives, so there is nothing to count here. */
class BlackholeSink extends AbstractOperator {
  processBatch(): void {
    // That is the point.
  }
}

export const blackholeFactory: SinkFactory = {
  type: 'blackhole',
  lists: [],
  create: (operator, { output }) => {
    invariant(operator.type === 'blackhole', 'The factory of blackhole makes only blackhole.', { type: operator.type });
    return new BlackholeSink(output);
  },
};
