import { describe, expect, it } from 'vitest';
import { countRemarks, creationRefusal } from './spec-verdict.ts';

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

describe('creationRefusal', () => {
  it('has none for a valid spec, warnings or not', () => {
    expect(creationRefusal({ kind: 'checked', verdict: { valid: true }, diagnostics: [warning] })).toBeUndefined();
  });

  it('counts what is wrong', () => {
    expect(creationRefusal({ kind: 'checked', verdict: { valid: false }, diagnostics: [error, error] })).toBe(
      'The spec is not ready: 2 errors.',
    );
  });

  it.each(['unreadable', 'asking', 'unanswered'] as const)('says why while the check is %s', (kind) => {
    expect(creationRefusal({ kind })).toMatch(/^The .+\.$/);
  });
});
