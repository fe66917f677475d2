// @ts-check
import { existsSync, readFileSync } from 'node:fs';

/**
 * @typedef {{ name: string, passed: number, failed: number, skipped: number, note: string }} SuiteResult
 */

/**
 * Reads a suite's JSON report. A suite that ended badly without a failed test (a file that does not load, an unhandled error,
 * a crash before the report) counts as one failure: it must not look like success.
 *
 * @param {{ name: string, path: string, exitCode: number | null }} suite
 * @returns {SuiteResult}
 */
export function readSuite({ name, path, exitCode }) {
  const report = existsSync(path) ? parseReport(readFileSync(path, 'utf8')) : undefined;
  if (report === undefined) {
    const note = exitCode === 0 ? 'it wrote no report' : `it ended with exit code ${exitCode} and without a report`;
    return { name, passed: 0, failed: 1, skipped: 0, note };
  }
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped, numFailedTestSuites } = report;
  if (failed > 0) return { name, passed, failed, skipped, note: '' };
  if (numFailedTestSuites > 0)
    return { name, passed, failed: numFailedTestSuites, skipped, note: 'files that did not load' };
  if (exitCode !== 0) return { name, passed, failed: 1, skipped, note: `no failed test, but exit code ${exitCode}` };
  if (passed === 0) return { name, passed, failed: 1, skipped, note: 'no test ran' };
  return { name, passed, failed, skipped, note: '' };
}

/**
 * @param {string} text
 * @returns {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numFailedTestSuites: number } | undefined}
 */
function parseReport(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The last lines of `npm test`: a line for each suite, and one that machines can read.
 *
 * @param {readonly SuiteResult[]} suites
 */
export function summaryLines(suites) {
  const sum = (/** @type {'passed' | 'failed'} */ key) => suites.reduce((total, suite) => total + suite[key], 0);
  return [
    ...suites.map(({ name, passed, failed, skipped, note }) => {
      const extra = [skipped > 0 ? `${skipped} skipped` : '', note].filter((text) => text !== '').join(', ');
      return `${name.padEnd(14)} ${passed} passed, ${failed} failed${extra === '' ? '' : ` (${extra})`}`;
    }),
    `${sum('passed')} passed, ${sum('failed')} failed`,
  ];
}
