// @ts-check
import { startVitest } from 'vitest/node';
import { checkoutRoot } from '../launcher/package-bin.mjs';
import { changedSources } from './changed-sources.mjs';

/** Each changed engine is a project of its own: so many in one run of the tests. */
const projectsAtOnce = 12;

/**
 * Runs the unit tests that must notice each fault: which one failed, by the fault's name; null when none did.
 *
 * @param {readonly import('./mutations.mjs').Mutation[]} mutations
 * @returns {Promise<Map<string, string | null>>}
 */
export async function caughtBySpecs(mutations) {
  /** @type {Map<string, string | null>} */
  const caught = new Map();
  for (let at = 0; at < mutations.length; at += projectsAtOnce) {
    for (const [name, test] of await runProjects(mutations.slice(at, at + projectsAtOnce))) caught.set(name, test);
  }
  return caught;
}

/**
 * @param {readonly import('./mutations.mjs').Mutation[]} mutations
 * @returns {Promise<readonly (readonly [string, string | null])[]>}
 */
async function runProjects(mutations) {
  const vitest = await startVitest(
    'test',
    [],
    { root: checkoutRoot, config: false, watch: false, reporters: [{}] },
    { test: { projects: mutations.map(projectOf) } },
  );
  const modules = vitest.state.getTestModules();
  const outcomes = mutations.map((mutation) => /** @type {const} */ ([mutation.name, failedTestOf(mutation, modules)]));
  await vitest.close();
  // Failing tests are what is wanted here.
  process.exitCode = 0;
  return outcomes;
}

/** @param {import('./mutations.mjs').Mutation} mutation */
function projectOf(mutation) {
  const sources = changedSources(mutation);
  const conditions = ['@weir/source'];
  return {
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    plugins: [
      {
        name: 'deliberate-fault',
        enforce: /** @type {const} */ ('pre'),
        /** @param {string} id */
        load: (id) => sources.get(id.split('?')[0] ?? id),
      },
    ],
    test: { name: mutation.name, include: [...(mutation.specs ?? [])], testTimeout: 60_000 },
  };
}

/**
 * @param {import('./mutations.mjs').Mutation} mutation
 * @param {readonly import('vitest/node').TestModule[]} modules
 */
function failedTestOf({ name, specs = [] }, modules) {
  const own = modules.filter(({ project }) => project.name === name);
  const tests = own.flatMap((module) => [...module.children.allTests()]);
  const failed = tests.find((test) => test.result().state === 'failed');
  if (failed !== undefined) return `${failed.module.relativeModuleId}: ${failed.fullName}`;
  const broken = own.flatMap((module) => module.errors()).map(({ message }) => message);
  if (own.length !== specs.length || broken.length > 0)
    console.error(
      `"${name}": its unit tests do not run at all: ${broken.join(' ')} Adapt the list in tools/mutations.`,
    );
  return null;
}
