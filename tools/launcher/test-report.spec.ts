import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSuite, summaryLines } from './test-report.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weir-report-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const report = (counts: Record<string, number>): string =>
  JSON.stringify({ numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numFailedTestSuites: 0, ...counts });

describe('readSuite', () => {
  it.each([
    ['success', report({ numPassedTests: 5, numPendingTests: 1 }), 0, { passed: 5, failed: 0, skipped: 1 }],
    [
      'failed tests',
      report({ numPassedTests: 5, numFailedTests: 2, numFailedTestSuites: 1 }),
      1,
      { passed: 5, failed: 2 },
    ],
    ['a file that does not load', report({ numPassedTests: 5, numFailedTestSuites: 1 }), 1, { passed: 5, failed: 1 }],
    ['an unhandled error', report({ numPassedTests: 5 }), 1, { passed: 5, failed: 1 }],
    ['no test at all', report({}), 0, { passed: 0, failed: 1 }],
    ['a crash while writing', '{"numPassed', 134, { passed: 0, failed: 1 }],
    ['a crash before the report', undefined, null, { passed: 0, failed: 1 }],
  ])('counts %s', (_name, text, exitCode, expected) => {
    const path = join(folder, 'report.json');
    if (text !== undefined) writeFileSync(path, text);
    expect(readSuite({ name: 'unit', path, exitCode })).toMatchObject(expected);
  });
});

describe('summaryLines', () => {
  it('ends in one plain line over all suites', () => {
    const suites = [
      { name: 'unit', passed: 5, failed: 0, skipped: 0, note: '' },
      { name: 'e2e', passed: 2, failed: 1, skipped: 3, note: '' },
    ];
    expect(summaryLines(suites)).toEqual([
      'unit           5 passed, 0 failed',
      'e2e            2 passed, 1 failed (3 skipped)',
      '7 passed, 1 failed',
    ]);
  });
});
