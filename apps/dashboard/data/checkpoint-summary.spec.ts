import { describe, expect, it } from 'vitest';
import { summaryColumns, summaryTable } from './checkpoint-summary.ts';

const stats = { min: 10, max: 2_500, avg: 300.5, p50: 200, p90: 400, p95: 500, p99: 600, p999: 2_400 };

describe('summaryTable', () => {
  it('writes each figure for people and keeps the exact one', () => {
    const [duration] = summaryTable({
      count: 3,
      endToEndDuration: stats,
      checkpointedSize: null,
      stateSize: null,
      processedData: null,
    });
    expect(duration?.cells.find(({ column }) => column === 'max')).toEqual({
      column: 'max',
      text: '2.50 s',
      exact: '2500 ms',
    });
    expect(duration?.cells.find(({ column }) => column === 'avg')?.exact).toBe('300.5 ms');
  });

  it('has a cell for every column also where nothing was recorded, and no figure in it', () => {
    const rows = summaryTable({
      count: 0,
      endToEndDuration: null,
      checkpointedSize: null,
      stateSize: null,
      processedData: null,
    });
    expect(rows).toHaveLength(4);
    for (const { cells } of rows) {
      expect(cells.map(({ column }) => column)).toEqual([...summaryColumns]);
      expect(cells.every(({ text }) => !/\d/.test(text))).toBe(true);
    }
  });
});
