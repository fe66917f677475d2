// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutRoot, packageBin } from '../launcher/package-bin.mjs';

/**
 * One check: the Node programs it runs, one after the other, each as script and arguments.
 *
 * @typedef {{ name: string, commands: () => readonly (readonly string[])[] }} Step
 */

/**
 * What `npm run verify` checks, cheap checks first. CI runs the same list.
 *
 * @param {{ unitReport: string | undefined }} options `unitReport`: where the unit tests leave their JSON report
 * @returns {Step[]}
 */
export function verifySteps({ unitReport }) {
  const report = unitReport ?? join(checkoutRoot, '.cache/reports/unit.json');
  const knip = [packageBin('knip', 'knip'), '--config', 'tools/verify/knip.config.mjs'];
  const contract = join(checkoutRoot, 'tools/contract/openapi.mjs');
  const functions = join(checkoutRoot, 'tools/contract/functions.mjs');
  return [
    {
      name: 'format',
      commands: () => [
        [packageBin('prettier', 'prettier'), '--check', '--cache', '--cache-location', '.cache/prettier', '.'],
      ],
    },
    { name: 'tidy', commands: () => [[join(checkoutRoot, 'tools/tidy/tidy.mjs')]] },
    {
      name: 'typecheck',
      commands: () => [
        [packageBin('typescript', 'tsc'), '-b', 'tsconfig.json'],
        [packageBin('typescript', 'tsc'), '-p', 'tsconfig.spec.json'],
        [packageBin('typescript', 'tsc'), '-p', 'apps/dashboard/tsconfig.json', '--noEmit'],
      ],
    },
    { name: 'lint', commands: () => [[join(checkoutRoot, 'tools/verify/lint.mjs')]] },
    {
      name: 'unused',
      commands: () => [
        [...knip, '--production', '--exclude', 'types'],
        [...knip, '--no-config-hints'],
      ],
    },
    {
      name: 'unit',
      commands: () => [
        [
          ...[packageBin('vitest', 'vitest'), 'run', '--project', 'unit', '--reporter=default'],
          ...['--reporter=json', `--outputFile.json=${report}`],
        ],
      ],
    },
    {
      name: 'conformance',
      commands: () => [[join(checkoutRoot, 'tools/verify/conformance.mjs'), '--reports', `unit=${report}`]],
    },
    ...(existsSync(contract)
      ? [
          {
            name: 'contract',
            commands: () => [
              [contract, '--check'],
              [functions, '--check'],
            ],
          },
        ]
      : []),
  ];
}
