import { describe, expect, it } from 'vitest';
import { withStableChains } from './stable-chains.ts';

describe('withStableChains', () => {
  const operators = [
    { uid: 'source', type: 'datagen' },
    { uid: 'step', type: 'map', input: 'source', parallelism: 3 },
    { uid: 'sink', type: 'file', input: 'step' },
  ];

  it('leaves a job of one parallelism as it is', () => {
    expect(withStableChains(operators, [3])).toEqual(operators);
  });

  it('keeps a parallelism that no run has, and chains its operator to nobody', () => {
    expect(withStableChains(operators, [1, 2])).toEqual([
      operators[0],
      { ...operators[1], chain: false },
      { ...operators[2], chain: false },
    ]);
  });

  it('drops a parallelism that some run has', () => {
    expect(withStableChains(operators, [1, 3])[1]).toEqual({ uid: 'step', type: 'map', input: 'source' });
  });
});
