// @ts-check
// node tools/verify/conformance.mjs --reports unit=FILE,integration=FILE,e2e=FILE
// Did every test that docs/specs/checkpoint-conformance.md names run and pass, in the projects whose reports are given?
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkNamedTests, resultsOf } from '../launcher/conformance-runs.mjs';
import { checkoutRoot } from '../launcher/package-bin.mjs';

const { values } = parseArgs({ options: { reports: { type: 'string', default: '' } } });
const reports = values.reports.split(',').map((text) => {
  const [project = '', path = ''] = text.split('=');
  return { project: /** @type {import('../launcher/conformance-runs.mjs').TestProject} */ (project), path };
});
const missing = reports.filter(({ path }) => !existsSync(path));
if (missing.length > 0) {
  console.log(`No report of ${missing.map(({ project }) => project).join(', ')}: let those tests run first.`);
  process.exitCode = 1;
} else {
  const { checked, problems } = checkNamedTests({
    page: readFileSync(join(checkoutRoot, 'docs/specs/checkpoint-conformance.md'), 'utf8'),
    results: reports.flatMap(({ path }) => resultsOf(readFileSync(path, 'utf8'), checkoutRoot)),
    projects: reports.map(({ project }) => project),
  });
  for (const problem of problems) console.log(problem);
  console.log(
    `${checked - problems.length} of ${checked} tests that checkpoint-conformance.md names ran and passed (${reports.map(({ project }) => project).join(', ')}).`,
  );
  process.exitCode = problems.length === 0 && checked > 0 ? 0 : 1;
}
