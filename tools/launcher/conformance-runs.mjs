// @ts-check
/**
 * A test as docs/specs/checkpoint-conformance.md names it.
 *
 * @typedef {{ caseNumber: number, file: string, title: string }} NamedTest
 *
 * A test as a report has it: `file` relative to the checkout, with `/`.
 * @typedef {{ file: string, title: string, status: string }} TestResult
 *
 * @typedef {'unit' | 'integration' | 'e2e'} TestProject
 */

/** Where the suites run that every adapter of a port runs: their own file runs nowhere. */
const suites = [
  { file: /^libs\/engine\/core\/src\/conformance\/checkpoint-storage-/, adapters: 'libs/checkpoint-storage/' },
  { file: /^libs\/engine\/core\/src\/conformance\//, adapters: 'libs/state/' },
];

/**
 * Whether every test that the page names ran and passed, as far as the projects reach whose reports are there.
 *
 * @param {{ page: string, results: readonly TestResult[], projects: readonly TestProject[] }} facts
 * @returns {{ checked: number, problems: readonly string[] }} `checked`: named tests of these projects
 */
export function checkNamedTests({ page, results, projects }) {
  const named = namedTestsOf(page).filter(({ file }) => projects.includes(projectOf(file)));
  const problems = named.flatMap((test) => {
    const problem = problemOf(test, results);
    return problem === null ? [] : [`case ${test.caseNumber}: ${problem}: ${test.file} › ${test.title}`];
  });
  return { checked: named.length, problems };
}

/** @param {string} page @returns {readonly NamedTest[]} */
export function namedTestsOf(page) {
  return page
    .split('\n')
    .filter((line) => /^\| \d+ \|/.test(line))
    .flatMap((line) => {
      const [number = '', , , tests = ''] = line
        .split('|')
        .slice(1)
        .map((cell) => cell.trim());
      return [...tests.matchAll(/`([^`]+)` › (.+?)(?:<br>|$)/g)].map(([, file = '', title = '']) => ({
        caseNumber: Number(number),
        file,
        title: title.trim(),
      }));
    });
}

/**
 * The tests of one of vitest's JSON reports.
 *
 * @param {string} report
 * @param {string} root folder of the checkout
 * @returns {readonly TestResult[]}
 */
export function resultsOf(report, root) {
  /** @type {{ testResults: { name: string, assertionResults: { title: string, status: string }[] }[] }} */
  const { testResults } = JSON.parse(report);
  return testResults.flatMap(({ name, assertionResults }) => {
    const path = name.replaceAll('\\', '/');
    const file = path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
    return assertionResults.map(({ title, status }) => ({ file, title, status }));
  });
}

/** @param {string} file @returns {TestProject} */
function projectOf(file) {
  if (/\.e2e-spec\.tsx?$/.test(file)) return 'e2e';
  return /\.it-spec\.tsx?$/.test(file) ? 'integration' : 'unit';
}

/** @param {NamedTest} test @param {readonly TestResult[]} results */
function problemOf({ file, title }, results) {
  const suite = suites.find((one) => one.file.test(file));
  const pattern = patternOf(title);
  const ran = results.filter(
    (result) =>
      (suite === undefined ? result.file === file : result.file.startsWith(suite.adapters)) &&
      pattern.test(result.title),
  );
  if (ran.length === 0) return 'did not run';
  const other = ran.find(({ status }) => status !== 'passed');
  return other === undefined ? null : other.status === 'failed' ? 'failed' : `was ${other.status}`;
}

/**
 * What vitest makes of a title when it runs a test for each row of a table: `%s` and the like, and `$name`.
 *
 * @param {string} title
 */
function patternOf(title) {
  const parts = title.split(/%[sdifjoOc#$]|\$[A-Za-z_][\w.]*/);
  return new RegExp(`^${parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('.*')}$`, 's');
}
