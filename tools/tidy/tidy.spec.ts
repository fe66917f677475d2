import { describe, expect, it } from 'vitest';
import { applyRatchet } from './ratchet.mjs';
import { fileLength, linesMax, specLinesMax } from './rules/file-length.mjs';
import { functionLength, functionLinesMax } from './rules/function-length.mjs';
import { fileName, textPatterns } from './rules/text-patterns.mjs';

const lines = (count: number): string => 'const a = 1;\n'.repeat(count);
const functionOf = (count: number): string => `function long() {\n${'  work();\n'.repeat(count - 2)}}\n`;

/** Put together here, so that this file does not hold what it is about. */
const machineFolder = ['', 'work'].join('/');

describe('file length', () => {
  it.each([
    ['libs/kernel/src/a.ts', linesMax, 0],
    ['libs/kernel/src/a.ts', linesMax + 1, 1],
    ['libs/kernel/src/a.spec.ts', specLinesMax, 0],
    ['libs/kernel/src/a.spec.ts', specLinesMax + 1, 1],
    ['libs/api-client/src/schema.gen.ts', 5_000, 0],
    ['docs/architecture.md', 5_000, 0],
  ])('of %s with %i lines: %i findings', (path, count, expected) => {
    expect(fileLength({ path, text: lines(count) })).toHaveLength(expected);
  });
});

describe('function length', () => {
  it.each([
    ['a declaration at the bound', functionOf(functionLinesMax), 0],
    ['a declaration over it', functionOf(functionLinesMax + 1), 1],
    ['an arrow function', `const a = () => {\n${'  work();\n'.repeat(70)}};\n`, 1],
    ['a method', `class A {\n  m() {\n${'    work();\n'.repeat(70)}  }\n}\n`, 1],
    ['a constructor', `class A {\n  constructor() {\n${'    work();\n'.repeat(70)}  }\n}\n`, 1],
    ['a getter', `class A {\n  get m() {\n${'    work();\n'.repeat(70)}    return 1;\n  }\n}\n`, 1],
    ['an interface of any length', `interface A {\n${'  a(): void;\n'.repeat(100)}}\n`, 0],
  ])('measures %s', (_name, text, expected) => {
    expect(functionLength({ path: 'libs/kernel/src/a.ts', text })).toHaveLength(expected);
  });

  it('does not measure the describe callbacks of a spec, but measures its functions', () => {
    const cases = `describe('a', () => {\n${"  it('b', () => {});\n".repeat(100)}});\n`;
    expect(functionLength({ path: 'a.spec.ts', text: cases })).toHaveLength(0);
    expect(functionLength({ path: 'a.spec.ts', text: functionOf(71) })).toHaveLength(1);
    expect(functionLength({ path: 'a.ts', text: cases })).toHaveLength(1);
  });
});

describe('text patterns', () => {
  it.each([
    ['libs/kernel/src/a.ts', '// TODO later', 'unfinished'],
    ['docs/a.md', 'FIXME', 'unfinished'],
    ['libs/kernel/src/a.ts', 'const todoList = 1; // todo items of the user', undefined],
    ['libs/kernel/src/a.spec.ts', "it.skip('x', () => {})", 'focused-test'],
    ['libs/kernel/src/a.spec.ts', "describe.each([1]).only('x', () => {})", 'focused-test'],
    ['libs/kernel/src/a.spec.ts', "it.only('x', () => {})", 'focused-test'],
    ['libs/kernel/src/a.spec.ts', "it.only.each([1])('x', () => {})", 'focused-test'],
    ['libs/kernel/src/a.spec.ts', "it.skipIf(noRedis)('x', () => {})", undefined],
    ['libs/kernel/src/a.ts', '// eslint-disable-next-line eqeqeq', 'disabled-rule'],
    ['libs/kernel/src/a.ts', '// eslint-disable-next-line eqeqeq -- The driver answers null or undefined.', undefined],
    ['README.md', `cd ${machineFolder}/main`, 'machine-path'],
    ['README.md', `apps${machineFolder}/other`, undefined],
    ['libs/job-spec/src/a.ts', "const f = new Function('a', text)", 'banned-identifier'],
    ['libs/job-spec/src/a.ts', 'const ckptId = 1', 'banned-identifier'],
    ['libs/platform/jobs/src/a.ts', 'throw new NotFoundException()', 'banned-identifier'],
    ['apps/api/src/a.ts', 'throw new NotFoundException()', undefined],
    ['libs/kernel/src/a.ts', 'console.log(1)', 'banned-identifier'],
    ['tools/bench/bench.mjs', 'console.log(1)', undefined],
    ['libs/engine/execution/src/a.ts', "import { EventEmitter } from 'node:events'", 'banned-identifier'],
  ])('in %s: %s', (path, text, rule) => {
    expect(textPatterns({ path, text }).map((finding) => finding.rule)).toEqual(rule === undefined ? [] : [rule]);
  });

  it('names the line', () => {
    expect(textPatterns({ path: 'a.md', text: 'one\ntwo FIXME\n' })[0]).toMatchObject({ line: 2, path: 'a.md' });
  });
});

describe('file names', () => {
  it.each([
    ['libs/kernel/src/duration.ts', 0],
    ['libs/kernel/src/utils.ts', 1],
    ['libs/kernel/src/helpers.spec.ts', 1],
    ['libs/kernel/src/jobTarget.ts', 1],
    ['apps/dashboard/app/jobs/[jobId]/page.tsx', 0],
  ])('%s: %i findings', (path, expected) => {
    expect(fileName({ path, text: '' })).toHaveLength(expected);
  });
});

describe('the ratchet', () => {
  const long = { rule: 'file-length', path: 'a.ts', line: 1, measure: 450, message: '' };
  const word = { rule: 'unfinished', path: 'a.ts', line: 1, measure: 1, message: '' };

  it('accepts what an exception allows, and nothing more', () => {
    const exception = { rule: 'file-length', path: 'a.ts', measure: 450, reason: 'A table.' };
    expect(applyRatchet([long], [exception])).toEqual({ breaches: [], slack: [] });
    expect(applyRatchet([{ ...long, measure: 451 }], [exception]).breaches).toHaveLength(1);
    expect(applyRatchet([{ ...long, path: 'b.ts' }], [exception]).breaches).toHaveLength(1);
  });

  it('demands that an exception shrinks with the code and goes with it', () => {
    const exception = { rule: 'file-length', path: 'a.ts', measure: 500, reason: 'A table.' };
    expect(applyRatchet([long], [exception]).slack).toEqual([
      'file-length of a.ts: the exception allows 500, the code needs 450. Lower it.',
    ]);
    expect(applyRatchet([], [exception]).slack).toEqual([
      'file-length of a.ts: the exception is no longer needed. Remove it.',
    ]);
  });

  it('counts the lines of a pattern rule', () => {
    const exception = { rule: 'unfinished', path: 'a.ts', measure: 1, reason: 'Quoted.' };
    expect(applyRatchet([word], [exception]).breaches).toHaveLength(0);
    expect(applyRatchet([word, { ...word, line: 9 }], [exception]).breaches).toHaveLength(2);
  });
});
