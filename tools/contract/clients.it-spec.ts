import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkoutRoot } from '../launcher/package-bin.mjs';

const isThere = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

/** The generator needs both. */
const canGenerate = ['java', 'mvn'].every(isThere);

it.skipIf(!canGenerate)(
  'describes the API so that a generated client compiles and lives through the whole life of a job',
  ({ skip }) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(checkoutRoot, 'examples/clients/run.mjs'), '--only', 'typescript'],
      { encoding: 'utf8' },
    );
    skip(stdout.includes('cannot be fetched'), stdout);
    expect(`${stdout}${stderr}`).toContain('1 passed, 0 failed, 0 skipped');
    expect(status).toBe(0);
  },
  600_000,
);
