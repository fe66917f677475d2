// @ts-check
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LaunchError } from './launch-error.mjs';
import { fetchNode, runOn, wantedNode } from './other-node.mjs';
import { checkoutRoot, packageBin } from './package-bin.mjs';
import { prepareCheckout } from './prepare-checkout.mjs';
import { provideSystemPackages } from './system-packages.mjs';
import { readSuite, summaryLines } from './test-report.mjs';

const reports = join(checkoutRoot, '.cache/reports');

/** Everything that CI checks: verify (with the unit tests), integration, browser; with `--node VERSION` on that Node. Sets the exit code. */
export async function runTests() {
  try {
    const version = wantedNode(process.argv.slice(2));
    if (version !== null) {
      const script = fileURLToPath(new URL('test.mjs', import.meta.url));
      process.exitCode = await runOn(fetchNode(checkoutRoot, version), [script]);
      return;
    }
    await prepareCheckout(checkoutRoot, new AbortController().signal);
    const environment = prepareSystem();
    rmSync(reports, { recursive: true, force: true });
    mkdirSync(reports, { recursive: true });
    const suites = [
      ...(await runVerify(environment)),
      await runProject('integration', environment),
      await runProject('e2e', environment),
      await runConformance(environment),
    ];
    console.log(`\n${summaryLines(suites).join('\n')}`);
    process.exitCode = suites.some(({ failed }) => failed > 0) ? 1 : 0;
  } catch (thrown) {
    if (!(thrown instanceof LaunchError)) throw thrown;
    console.error(`\n${thrown.message}${thrown.details === undefined ? '' : `\n\n${thrown.details}`}`);
    console.log('0 passed, 1 failed');
    process.exitCode = 1;
  }
}

function prepareSystem() {
  const { environment, missing } = provideSystemPackages(checkoutRoot);
  if (missing.includes('redis-server') && process.env['WEIR_ALLOW_MISSING_REDIS'] === undefined) {
    throw new LaunchError(
      'The tests of the Redis queue need a redis-server, and none was found or could be fetched: install one, name it in WEIR_REDIS_SERVER, or set WEIR_ALLOW_MISSING_REDIS=1 to leave those tests out.',
    );
  }
  const others = missing.filter((name) => name !== 'redis-server');
  if (others.length > 0)
    console.log(`Not found and not fetched: ${others.join(', ')}. The browser test may fail without.`);
  return { ...withoutSettings(process.env), ...environment, NX_DAEMON: 'false' };
}

/**
 * The tests bring their own servers: a database that this shell is set to must not be touched by them.
 *
 * @param {NodeJS.ProcessEnv} environment
 */
function withoutSettings(environment) {
  const kept = new Set(['WEIR_REDIS_SERVER', 'WEIR_ALLOW_MISSING_REDIS']);
  const isSetting = (/** @type {string} */ name) =>
    name === 'DATABASE_URL' || name === 'REDIS_URL' || (name.startsWith('WEIR_') && !kept.has(name));
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !isSetting(name)));
}

/**
 * The unit tests count one by one; each other step that fails counts as one failure.
 *
 * @param {NodeJS.ProcessEnv} environment
 */
async function runVerify(environment) {
  const [unitReport, results] = [join(reports, 'unit.json'), join(reports, 'verify.json')];
  const script = join(checkoutRoot, 'tools/verify/verify.mjs');
  await runNode([script, '--all', '--unit-report', unitReport, '--results', results], environment);
  /** @type {string[]} */
  const failedSteps = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')).failed : ['verify itself'];
  const others = failedSteps.filter((name) => name !== 'unit');
  const unit = readSuite({ name: 'unit', path: unitReport, exitCode: failedSteps.includes('unit') ? 1 : 0 });
  return [{ name: 'verify', passed: 0, failed: others.length, skipped: 0, note: others.join(', ') }, unit];
}

/** @param {'integration' | 'e2e'} name @param {NodeJS.ProcessEnv} environment */
async function runProject(name, environment) {
  console.log(`\n${name}`);
  const path = join(reports, `${name}.json`);
  const args = ['run', '--project', name, '--reporter=default', '--reporter=json', `--outputFile.json=${path}`];
  const exitCode = await runNode([packageBin('vitest', 'vitest'), ...args], environment);
  return readSuite({ name, path, exitCode });
}

/**
 * What no test can see by itself: whether every test that the page of conformance names ran, and passed.
 *
 * @param {NodeJS.ProcessEnv} environment
 */
async function runConformance(environment) {
  console.log('\nconformance');
  const paths = ['unit', 'integration', 'e2e'].map((name) => `${name}=${join(reports, `${name}.json`)}`);
  const script = join(checkoutRoot, 'tools/verify/conformance.mjs');
  const isOk = (await runNode([script, '--reports', paths.join(',')], environment)) === 0;
  const note = isOk ? 'every named test ran and passed' : 'named tests did not run or did not pass';
  return { name: 'conformance', passed: 0, failed: isOk ? 0 : 1, skipped: 0, note };
}

/** @param {readonly string[]} args @param {NodeJS.ProcessEnv} environment @returns {Promise<number | null>} */
function runNode(args, environment) {
  const child = spawn(process.execPath, [...args], {
    cwd: checkoutRoot,
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve) => child.on('close', resolve));
}
