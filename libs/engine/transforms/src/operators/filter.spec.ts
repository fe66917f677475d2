import { batchOf, type Row, rowsOf } from '@weir/engine-core';
import { analyzeJob, type ColumnSchema } from '@weir/job-spec';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileExpression } from '../expressions/compile-expression.ts';
import { filterBatches } from './filter.ts';

const schema: readonly ColumnSchema[] = [
  { name: 'isWanted', type: 'BOOLEAN', nullable: true },
  { name: 'n', type: 'INT', nullable: false },
];

/** What a filter passes on of one batch. */
function passed(rows: readonly Row[]): readonly Row[] {
  const analysis = analyzeJob({
    name: 'test',
    operators: [
      { uid: 'rows', type: 'elements', rows: [true, null].map((isWanted) => ({ isWanted, n: 1 })) },
      { uid: 'wanted', type: 'filter', input: 'rows', where: 'isWanted' },
      { uid: 'out', type: 'blackhole', input: 'wanted' },
    ],
  });
  const operator = analysis.ok ? analysis.job.operators[1] : undefined;
  if (operator?.type !== 'filter') throw new Error('The job has no filter.');
  const out: Row[] = [];
  const filter = filterBatches(
    operator,
    { emit: (batch) => out.push(...rowsOf(batch)), emitWatermark: () => undefined },
    compileExpression,
  );
  filter(batchOf(schema, rows), 0);
  return out;
}

describe('filterBatches', () => {
  it('passes the rows for which the condition is TRUE, in order; NULL is not', () => {
    const row = fc.record({ isWanted: fc.option(fc.boolean()), n: fc.integer({ min: -100, max: 100 }) });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
        expect(passed(rows)).toEqual(rows.filter(({ isWanted }) => isWanted === true));
      }),
    );
  });
});
