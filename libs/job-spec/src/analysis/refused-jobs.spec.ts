import { describe, expect, it } from 'vitest';
import type { JobAnalysis } from './analyzed-job.ts';
import { analyzeJob } from './analyze-job.ts';

const numbers = { uid: 'numbers', type: 'elements', rows: [{ n: 1, word: 'a' }] };
const out = { uid: 'out', type: 'print', input: 'numbers' };

function job(operators: readonly unknown[], settings: object = {}): unknown {
  return { name: 'test', operators, ...settings };
}

function findings(result: JobAnalysis): readonly string[] {
  return (result.ok ? result.warnings : result.diagnostics).map(({ code, pointer }) => `${code} ${pointer}`);
}

describe('analyzeJob', () => {
  it.each<[string, readonly unknown[], readonly string[]]>([
    ['a duplicate uid', [numbers, numbers, out], ['DUPLICATE_UID /operators/1/uid']],
    [
      'an unknown input',
      [numbers, { ...out, input: 'number' }],
      ['UNKNOWN_INPUT /operators/1/input', 'DANGLING_OPERATOR /operators/0'],
    ],
    ['a sink as input', [numbers, out, { ...out, uid: 'o2', input: 'out' }], ['INPUT_IS_SINK /operators/2/input']],
    [
      'an input twice',
      [numbers, { uid: 'u', type: 'union', inputs: ['numbers', 'numbers'] }, { ...out, input: 'u' }],
      ['WRONG_INPUT_COUNT /operators/1/inputs/1'],
    ],
    [
      'a cycle',
      [
        numbers,
        { uid: 'a', type: 'union', inputs: ['numbers', 'c'] },
        { uid: 'b', type: 'filter', input: 'a', where: 'TRUE' },
        { uid: 'c', type: 'filter', input: 'b', where: 'TRUE' },
        { ...out, input: 'c' },
      ],
      ['CYCLE /operators/1/inputs/1'],
    ],
    [
      'an operator that reads itself',
      [numbers, out, { uid: 'a', type: 'filter', input: 'a', where: 'TRUE' }],
      ['CYCLE /operators/2/input'],
    ],
    [
      'no source',
      [
        { uid: 'a', type: 'filter', input: 'a', where: 'TRUE' },
        { ...out, input: 'a' },
      ],
      ['CYCLE /operators/0/input', 'NO_SOURCE /operators'],
    ],
    ['no sink', [numbers], ['NO_SINK /operators', 'DANGLING_OPERATOR /operators/0']],
    [
      'an unknown column',
      [numbers, { uid: 'm', type: 'map', input: 'numbers', select: { x: 'm + 1' } }, { ...out, input: 'm' }],
      ['UNKNOWN_COLUMN /operators/1/select/x'],
    ],
    [
      'two sinks whose files would have the same names',
      [
        numbers,
        { uid: 'a', type: 'file', input: 'numbers', path: 'x' },
        { uid: 'b', type: 'file', input: 'numbers', path: 'x', format: 'csv' },
        { uid: 'c', type: 'file', input: 'numbers', path: 'x', format: 'jsonl' },
      ],
      ['INVALID_VALUE /operators/3/path', ...[1, 2, 3].map((at) => `NOTHING_COMMITTED /operators/${at}`)],
    ],
    [
      'a syntax error',
      [numbers, { uid: 'm', type: 'map', input: 'numbers', select: { 'a/b': 'n +' } }, { ...out, input: 'm' }],
      ['SYNTAX_ERROR /operators/1/select/a~1b'],
    ],
    [
      'a type error',
      [numbers, { uid: 'f', type: 'filter', input: 'numbers', where: 'n + word' }, { ...out, input: 'f' }],
      ['TYPE_ERROR /operators/1/where'],
    ],
    [
      'a condition that is none',
      [numbers, { uid: 'f', type: 'filter', input: 'numbers', where: 'n' }, { ...out, input: 'f' }],
      ['TYPE_ERROR /operators/1/where'],
    ],
    [
      'keep and the same name',
      [numbers, { uid: 'm', type: 'map', input: 'numbers', select: { n: 'n' }, keep: true }, { ...out, input: 'm' }],
      ['COLUMN_NAME_CLASH /operators/1/select/n'],
    ],
    [
      'a map without columns',
      [numbers, { uid: 'm', type: 'map', input: 'numbers', select: {} }, { ...out, input: 'm' }],
      ['INVALID_VALUE /operators/1/select'],
    ],
    [
      'a split of a number by a bad separator',
      [
        numbers,
        { uid: 's', type: 'flat-map', input: 'numbers', split: { column: 'n', separator: '(a', as: 'word' } },
        { ...out, input: 's' },
      ],
      [
        'INVALID_SEPARATOR /operators/1/split/separator',
        'TYPE_ERROR /operators/1/split/column',
        'COLUMN_NAME_CLASH /operators/1/split/as',
      ],
    ],
    [
      'an unknown key',
      [
        numbers,
        { uid: 'a', type: 'aggregate', input: 'numbers', keyBy: ['wort'], aggregates: { c: 'COUNT(*)' } },
        { ...out, input: 'a' },
      ],
      ['UNKNOWN_COLUMN /operators/1/keyBy/0'],
    ],
    [
      'an aggregate named as a key',
      [
        numbers,
        { uid: 'a', type: 'aggregate', input: 'numbers', keyBy: ['word'], aggregates: { word: 'COUNT(*)' } },
        { ...out, input: 'a' },
      ],
      ['COLUMN_NAME_CLASH /operators/1/aggregates/word'],
    ],
    [
      'an aggregate of a text',
      [
        numbers,
        { uid: 'a', type: 'aggregate', input: 'numbers', keyBy: [], aggregates: { s: 'SUM(word)' } },
        { ...out, input: 'a' },
      ],
      ['TYPE_ERROR /operators/1/aggregates/s'],
    ],
    [
      'inputs of a union that differ',
      [
        numbers,
        { uid: 'm', type: 'map', input: 'numbers', select: { n: 'n' } },
        { uid: 'u', type: 'union', inputs: ['numbers', 'm'] },
        { ...out, input: 'u' },
      ],
      ['COLUMNS_DIFFER /operators/2/inputs/1'],
    ],
    [
      'rows of several types',
      [{ ...numbers, rows: [{ n: 1 }, { n: 'x' }] }, out],
      ['MIXED_TYPES /operators/0/rows/1/n'],
    ],
    [
      'a column that is always null',
      [{ ...numbers, rows: [{ n: null, m: 1 }] }, out],
      ['MIXED_TYPES /operators/0/rows'],
    ],
    ['rows without columns', [{ ...numbers, rows: [{}] }, out], ['INVALID_VALUE /operators/0/rows']],
    [
      'a divided socket',
      [{ uid: 'numbers', type: 'socket-text', host: 'h', port: 1, parallelism: 2 }, out],
      ['OUT_OF_RANGE /operators/0/parallelism', 'AT_MOST_ONCE_SOURCE /operators/0'],
    ],
    [
      'a generator out of range',
      [{ uid: 'numbers', type: 'datagen', columns: { n: { kind: 'int', min: 2, max: 1 } } }, out],
      ['OUT_OF_RANGE /operators/0/columns/n/max'],
    ],
  ])('refuses %s', (_, operators, expected) => {
    const result = analyzeJob(job(operators));
    expect(result.ok).toBe(false);
    expect(findings(result)).toEqual(expected);
  });
});
