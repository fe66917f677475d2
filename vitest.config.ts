import { defineConfig } from 'vitest/config';

const source = { resolve: { conditions: ['@weir/source'] }, ssr: { resolve: { conditions: ['@weir/source'] } } };
const anywhere = (suffix: string): string[] => [`apps/**/*.${suffix}`, `libs/**/*.${suffix}`, `tools/**/*.${suffix}`];
const exclude = ['**/node_modules/**', '**/dist/**', '**/.next/**'];

export default defineConfig({
  test: {
    projects: [
      {
        ...source,
        test: {
          name: 'unit',
          include: [...anywhere('spec.ts'), ...anywhere('spec.tsx')],
          exclude,
          // Properties of some hundred cases take seconds on a machine that does other things too.
          testTimeout: 60_000,
        },
      },
      {
        ...source,
        test: {
          name: 'integration',
          include: anywhere('it-spec.ts'),
          exclude,
          pool: 'forks',
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        ...source,
        test: {
          name: 'e2e',
          include: anywhere('e2e-spec.ts'),
          exclude,
          pool: 'forks',
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
