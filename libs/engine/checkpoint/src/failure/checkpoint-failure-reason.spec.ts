import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkpointFailureReasons } from './checkpoint-failure-reason.ts';

const page = readFileSync(new URL('../../../../../docs/specs/checkpoint.md', import.meta.url), 'utf8');

describe('checkpointFailureReasons', () => {
  it('are in the page checkpoint.md as they are in the code', () => {
    const inCode = Object.entries(checkpointFailureReasons).map(
      ([reason, { phase, countsAgainstTolerance, description }]) =>
        `| ${reason} | ${phase} | ${countsAgainstTolerance ? 'yes' : 'no'} | ${description} |`,
    );
    const inPage = page.split('\n').filter((line) => /^\| [A-Z_]+ \| (?:PRE|IN)_FLIGHT \|/.test(line));
    expect(inPage).toEqual(inCode);
  });

  it('count only where a checkpoint was in flight', () => {
    for (const { phase, countsAgainstTolerance } of Object.values(checkpointFailureReasons)) {
      expect(phase === 'PRE_FLIGHT' && countsAgainstTolerance).toBe(false);
    }
  });
});
