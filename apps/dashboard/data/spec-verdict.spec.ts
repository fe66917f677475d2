import { describe, expect, it } from 'vitest';
import { countRemarks } from './spec-verdict.ts';

const error = { severity: 'error' } as const;
const warning = { severity: 'warning' } as const;

describe('countRemarks', () => {
  it.each([
    [[], ''],
    [[error], ': 1 error'],
    [[error, error, warning], ': 2 errors, 1 warning'],
    [[warning, warning], ': 2 warnings'],
  ])('counts %o as %j', (remarks, text) => {
    expect(countRemarks(remarks)).toBe(text);
  });
});
