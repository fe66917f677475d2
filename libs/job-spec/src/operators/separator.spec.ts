import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSeparator } from './separator.ts';

describe('checkSeparator', () => {
  it.each([
    '\\s+',
    ',',
    '\\|',
    '[,;]\\s*',
    '[^a-zA-Z0-9]+',
    '(?:, |; )',
    '(a|b)+',
    'a{2}',
    'a{2,}?',
    'a{2,5}',
    '\\d\\.\\d',
    '.',
    '[\\s,-]+',
    '\\t',
    '\\-',
    '[\\]\\[]',
    'é',
  ])('accepts %s', (pattern) => {
    expect(checkSeparator(pattern)).toBeUndefined();
  });

  it.each([
    ['', 'empty', 0],
    ['(a)\\1', 'Back references', 3],
    ['a(?=b)', 'looking', 1],
    ['a(?<!b)', 'looking', 1],
    ['(?<name>a)', 'Only plain groups', 0],
    ['(a', 'not closed', 0],
    ['a)', 'closes no group', 1],
    ['[a', 'not closed', 0],
    ['[]', 'class is empty', 0],
    ['[z-a]', 'backwards', 1],
    ['[\\s-z]', 'both sides', 1],
    ['*a', 'nothing before it', 0],
    ['a**', 'cannot be repeated', 2],
    ['a{5,2}', 'backwards', 1],
    ['a{999}{2}', 'cannot be repeated', 6],
    ['(a{100}){100}', 'multiply', 8],
    ['a{x}', 'A count reads', 1],
    ['a\\', 'backslash ends', 1],
    ['\\p{L}', 'not known', 0],
    ['\\x41', 'not known', 0],
    ['^*', 'position', 1],
    ['a*', 'matches the empty text', 0],
    ['a|', 'matches the empty text', 0],
    ['\\s*', 'matches the empty text', 0],
    ['\\B', 'matches the empty text', 0],
    ['^$', 'matches the empty text', 0],
    ['(a|b{0,3})(?:c?)', 'matches the empty text', 0],
  ])('refuses %j', (pattern, message, offset) => {
    const problem = checkSeparator(pattern);
    expect(problem?.message).toContain(message);
    expect(problem?.offset).toBe(offset);
  });

  it('refuses groups that are nested too deep, without running out of stack', () => {
    expect(checkSeparator(`${'('.repeat(90)}a${')'.repeat(90)}`)?.message).toContain('nested deeper');
  });

  it('judges in time linear in the pattern, whatever a backtracking engine would make of it', () => {
    // 3^40 ways to match nothing, none of which ends at the edge of a word.
    const started = performance.now();
    expect(checkSeparator('(?:a?|b?|c?){40}\\b')).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('accepts only what a regular expression engine accepts as well', () => {
    const parts = fc.constantFrom(...'ab,;.|()[]{}^$*+?\\-123s:=!<'.split(''));
    fc.assert(
      fc.property(fc.array(parts, { minLength: 1, maxLength: 12 }), (list) => {
        const pattern = list.join('');
        if (checkSeparator(pattern) === undefined) expect(() => new RegExp(pattern)).not.toThrow();
      }),
      { numRuns: 5_000 },
    );
  });
});
