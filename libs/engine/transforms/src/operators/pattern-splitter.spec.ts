import { analyzeJob } from '@weir/job-spec';
import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';

describe('PatternSplitter', () => {
  it('runs every separator that a spec may bring, and none of those takes nothing', () => {
    const parts = fc.constantFrom(...'ab^$|?*+()', '(?:', '{0,2}', '{2}', '\\b', '\\B', '\\s', '[ab]');
    fc.assert(
      fc.property(fc.array(parts, { minLength: 1, maxLength: 9 }), (list) => {
        const pattern = list.join('');
        const problem = separatorProblem(pattern);
        if (problem !== null && !problem.includes('empty text')) return;
        expect(RE2JS.compile(pattern).matches('')).toBe(problem !== null);
      }),
      { numRuns: 3_000 },
    );
  });
});

/** What the analysis of a job says of a separator, or null. */
function separatorProblem(separator: string): string | null {
  const analysis = analyzeJob({
    name: 'split',
    operators: [
      { uid: 'lines', type: 'elements', rows: [{ line: 'a b' }] },
      { uid: 'words', type: 'flat-map', input: 'lines', split: { column: 'line', separator, as: 'word' } },
      { uid: 'out', type: 'blackhole', input: 'words' },
    ],
  });
  if (analysis.ok) return null;
  return analysis.diagnostics.map(({ message }) => message).join(' ');
}
