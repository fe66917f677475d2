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
  it.each<[string, unknown, readonly string[]]>([
    ['not an object', 5, ['INVALID_TYPE ']],
    ['null', null, ['INVALID_TYPE ']],
    ['nothing', {}, ['MISSING_FIELD /name', 'MISSING_FIELD /operators']],
    ['no operators', job([]), ['OUT_OF_RANGE /operators']],
    ['an unknown field', job([numbers, out], { paralellism: 2 }), ['UNKNOWN_FIELD /paralellism']],
    ['an unknown field of an operator', job([numbers, { ...out, limits: 2 }]), ['UNKNOWN_FIELD /operators/1/limits']],
    ['a key with a slash', job([numbers, { ...out, 'a/b~c': 2 }]), ['UNKNOWN_FIELD /operators/1/a~1b~0c']],
    ['an unknown type', job([{ ...numbers, type: 'element' }, out]), ['UNKNOWN_OPERATOR_TYPE /operators/0/type']],
    ['a planned type', job([numbers, { uid: 'w', type: 'window' }]), ['UNSUPPORTED /operators/1/type']],
    ['a missing type', job([{ uid: 'x' }, out]), ['MISSING_FIELD /operators/0/type']],
    [
      'a planned backend',
      job([numbers, out], { stateBackend: { type: 'rocksdb' } }),
      ['UNSUPPORTED /stateBackend/type'],
    ],
    [
      'a planned storage',
      job([numbers, out], { checkpointStorage: { type: 's3' } }),
      ['UNSUPPORTED /checkpointStorage/type'],
    ],
    ['an unknown backend', job([numbers, out], { stateBackend: { type: 'x' } }), ['INVALID_VALUE /stateBackend/type']],
    [
      'an unknown mode',
      job([numbers, out], { checkpointing: { mode: 'ONCE' } }),
      ['INVALID_VALUE /checkpointing/mode'],
    ],
    [
      'an unknown strategy',
      job([numbers, out], { restartStrategy: { type: 'x' } }),
      ['INVALID_VALUE /restartStrategy/type'],
    ],
    [
      'absurd numbers',
      job([numbers, out], { parallelism: 1e9, maxParallelism: -1 }),
      ['OUT_OF_RANGE /parallelism', 'OUT_OF_RANGE /maxParallelism'],
    ],
    ['a fraction', job([numbers, out], { parallelism: 1.5 }), ['INVALID_TYPE /parallelism']],
    ['a number as text', job([numbers, out], { parallelism: '2' }), ['INVALID_TYPE /parallelism']],
    [
      'no duration',
      job([numbers, out], { checkpointing: { interval: 'soon' } }),
      ['INVALID_VALUE /checkpointing/interval'],
    ],
    [
      'a duration as number',
      job([numbers, out], { checkpointing: { interval: 5000 } }),
      ['INVALID_TYPE /checkpointing/interval'],
    ],
    [
      'too short an interval',
      job([numbers, out], { checkpointing: { interval: '9ms' } }),
      ['OUT_OF_RANGE /checkpointing/interval'],
    ],
    [
      'two answers to one question',
      job([numbers, out], { checkpointing: { failOnCheckpointingErrors: false, tolerableFailedCheckpoints: 3 } }),
      ['INVALID_VALUE /checkpointing/failOnCheckpointingErrors'],
    ],
    [
      'a max parallelism below',
      job([numbers, { ...out, parallelism: 4 }], { maxParallelism: 3 }),
      ['OUT_OF_RANGE /maxParallelism'],
    ],
    [
      'a path that leaves',
      job([numbers, out], { checkpointStorage: { type: 'filesystem', path: 'a/../../b' } }),
      ['INVALID_VALUE /checkpointStorage/path'],
    ],
    ['a bad uid', job([{ ...numbers, uid: 'a b' }, out]), ['INVALID_VALUE /operators/0/uid']],
    [
      'a forbidden key',
      JSON.parse('{"name":"x","operators":[{"__proto__":1}]}'),
      ['FORBIDDEN_KEY /operators/0/__proto__'],
    ],
    [
      'a column whose name would move it before the others',
      job([numbers, { uid: 'by-year', type: 'map', input: 'numbers', select: { n: 'n', '2024': 'n' } }, out]),
      ['INVALID_VALUE /operators/1/select/2024'],
    ],
    [
      'a port too high',
      job([{ uid: 'numbers', type: 'socket-text', host: 'h', port: 70_000 }, out]),
      ['OUT_OF_RANGE /operators/0/port'],
    ],
    ['an input of a source', job([{ ...numbers, input: 'out' }, out]), ['WRONG_INPUT_COUNT /operators/0/input']],
    [
      'inputs of a filter',
      job([numbers, { uid: 'f', type: 'filter', inputs: ['numbers'], where: 'TRUE' }, out]),
      ['WRONG_INPUT_COUNT /operators/1/inputs'],
    ],
    [
      'input of a union',
      job([numbers, { uid: 'u', type: 'union', input: 'numbers' }, out]),
      ['WRONG_INPUT_COUNT /operators/1/input'],
    ],
    [
      'a union of one',
      job([numbers, { uid: 'u', type: 'union', inputs: ['numbers'] }, out]),
      ['OUT_OF_RANGE /operators/1/inputs'],
    ],
  ])('refuses the shape of a spec with %s', (_, input, expected) => {
    const result = analyzeJob(input);
    expect(result.ok).toBe(false);
    expect(findings(result)).toEqual(expected);
  });
});
