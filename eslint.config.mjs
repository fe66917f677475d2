import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import {
  allowedDependencies,
  frameworkFreeLayers,
  serverFrameworks,
  tagOf,
} from './tools/verify/module-directions.mjs';

const typescript = ['**/*.ts', '**/*.tsx'];
const specs = ['**/*.spec.ts', '**/*.spec.tsx', '**/*.it-spec.ts', '**/*.e2e-spec.ts'];
const engine = [
  'libs/engine/**/*.ts',
  'libs/state/**/*.ts',
  'libs/connectors/**/*.ts',
  'libs/checkpoint-storage/**/*.ts',
];
const ports = ['**/node-*.ts'];

const clockAdvice = 'Take a Clock (kernel) as a parameter: the simulation runs the same code on virtual time.';
const timerAdvice = 'Take Timers (kernel) as a parameter: the simulation decides when a timer fires.';
const randomAdvice = 'Take Random (kernel) as a parameter: a seed must replay bit for bit.';
const idAdvice = 'Take an IdSource (kernel) as a parameter: a seed must replay bit for bit.';
const environmentAdvice = 'Parse the environment once in apps/*/src/config and pass the values down.';

const environmentBan = { object: 'process', property: 'env', message: environmentAdvice };

const boundaries = {
  enforceBuildableLibDependency: false,
  banTransitiveDependencies: false,
  // Subpath imports (`#data/…`) name files of the same project.
  allow: ['^#'],
  depConstraints: [
    ...Object.entries(allowedDependencies).map(([layer, others]) => ({
      sourceTag: tagOf(layer),
      onlyDependOnLibsWithTags: others.map(tagOf),
    })),
    ...frameworkFreeLayers.map((layer) => ({ sourceTag: tagOf(layer), bannedExternalImports: [...serverFrameworks] })),
    {
      sourceTag: 'scope:dashboard',
      bannedExternalImports: ['@nestjs/*', 'typeorm', 'bullmq', 'pg', 'pg-boss', 'rxjs'],
    },
  ],
};

/** Style 17 and the like that hold everywhere a type checker sees. */
const typedRules = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
  ],
  '@typescript-eslint/consistent-type-imports': [
    'error',
    { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
  ],
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/restrict-template-expressions': [
    'error',
    { allowNumber: true, allowBoolean: true, allowNullish: true },
  ],
  'no-restricted-syntax': [
    'error',
    { selector: 'TSEnumDeclaration', message: 'Use a const tuple and a union type.' },
    { selector: 'ExportAllDeclaration', message: 'List the exports by name.' },
    {
      selector: 'TSAsExpression > TSAsExpression > TSUnknownKeyword',
      message: 'Parse at the edge instead of casting through unknown.',
    },
  ],
  // A port's method is async so that what it throws is a rejection, whether it awaits or not.
  '@typescript-eslint/require-await': 'off',
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
  ],
  eqeqeq: 'error',
  'no-control-regex': 'error',
  'no-var': 'error',
  'prefer-const': 'error',
};

export default tseslint.config(
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '**/.next/**',
      '**/next-env.d.ts',
      '**/*.gen.ts',
      // Compiled against what run.mjs generates.
      'examples/clients/typescript/**',
      '.cache/**',
      '.weir/**',
      '.nx/**',
    ],
  },
  {
    files: typescript,
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: ['./tsconfig.spec.json'], tsconfigRootDir: import.meta.dirname } },
    rules: typedRules,
  },
  {
    files: ['apps/dashboard/**/*.ts', 'apps/dashboard/**/*.tsx'],
    languageOptions: {
      parserOptions: { project: ['./apps/dashboard/tsconfig.json'], tsconfigRootDir: import.meta.dirname },
    },
  },
  {
    files: ['apps/**/*.ts', 'apps/**/*.tsx', 'libs/**/*.ts'],
    plugins: { '@nx': nx },
    rules: { '@nx/enforce-module-boundaries': ['error', boundaries] },
  },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts'],
    ignores: [...specs, ...ports, 'apps/*/src/config/**', 'apps/dashboard/**', '**/test/**'],
    rules: { 'no-restricted-properties': ['error', environmentBan] },
  },
  {
    files: engine,
    ignores: [...specs, ...ports],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['setTimeout', 'setInterval', 'setImmediate'].map((name) => ({ name, message: timerAdvice })),
        { name: 'performance', message: clockAdvice },
        { name: 'crypto', message: idAdvice },
      ],
      'no-restricted-properties': [
        'error',
        environmentBan,
        { object: 'Date', property: 'now', message: clockAdvice },
        { object: 'Math', property: 'random', message: randomAdvice },
        { object: 'process', property: 'hrtime', message: clockAdvice },
        ...['setTimeout', 'setInterval', 'setImmediate', 'performance', 'crypto'].map((property) => ({
          object: 'globalThis',
          property,
          message: 'Take the port from kernel as a parameter.',
        })),
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: 'node:timers', message: timerAdvice },
            { name: 'node:timers/promises', message: timerAdvice },
            { name: 'node:perf_hooks', message: clockAdvice },
            { name: 'node:process', importNames: ['env'], message: environmentAdvice },
            {
              name: 'node:crypto',
              importNames: ['randomUUID', 'randomBytes', 'randomInt', 'getRandomValues'],
              message: idAdvice,
            },
            { name: 'node:events', message: 'Control flow in the engine is explicit: call, return, or step.' },
          ],
        },
      ],
      'no-restricted-syntax': [
        ...typedRules['no-restricted-syntax'],
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: clockAdvice },
      ],
    },
  },
  {
    files: engine.map((pattern) => pattern.replace('*.ts', 'node-*.ts')),
    ignores: specs,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          name: 'node:fs/promises',
          message:
            'Promisify the callbacks of node:fs: in a thread that is being terminated these end the whole process.',
        },
      ],
    },
  },
  {
    files: [...specs, '**/test/**/*.ts', '**/test/**/*.tsx', '**/e2e/**/*.ts'],
    ignores: ['tools/**'],
    plugins: { '@nx': nx },
    rules: {
      // Servers and browsers for tests are started by tools/test-support and tools/browser, which are no projects.
      '@nx/enforce-module-boundaries': [
        'error',
        { ...boundaries, allow: [...boundaries.allow, '^(\\.\\./)+tools/(test-support|launcher|browser)/'] },
      ],
    },
  },
  {
    files: [...specs, '**/test/**/*.ts', '**/test/**/*.tsx', 'tools/test-support/**/*.ts'],
    rules: {
      // A test double may be partial, and a parsed answer is `any`.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.mjs'],
    extends: [tseslint.configs.base],
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-unreachable': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
);
