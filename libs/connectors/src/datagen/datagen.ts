import type { SourceFactory } from '@weir/engine-core';
import { invariant } from '@weir/kernel';
import { DatagenReader, datagenStates } from './datagen-reader.ts';

export const datagenFactory: SourceFactory = {
  type: 'datagen',
  lists: datagenStates,
  create: (operator, context) => {
    invariant(operator.type === 'datagen', 'The factory of datagen makes only datagen.', { type: operator.type });
    return new DatagenReader(operator, context);
  },
};
