import { describe, expect, it } from 'vitest';
import { ValueColumns } from './value-columns.ts';

describe('ValueColumns', () => {
  it('copies what a snapshot keeps while rows go on, and lends no copy again before it was given back', () => {
    const columns = new ValueColumns([{ name: 'n', type: 'INT', nullable: false }]);
    const values = columns.array(0);
    values[0] = 1;
    const first = columns.copy(1);
    columns.release(first);
    const second = columns.copy(1);
    values[0] = 2;
    const third = columns.copy(1);
    values[0] = 3;
    expect([second[0]?.[0], third[0]?.[0]]).toEqual([1, 2]);
  });
});
