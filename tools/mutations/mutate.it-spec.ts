import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkoutRoot } from '../launcher/package-bin.mjs';

function mutate(...args: readonly string[]) {
  const script = join(checkoutRoot, 'tools/mutations/mutate.mjs');
  const { status, stdout } = spawnSync(process.execPath, [script, ...args], { cwd: checkoutRoot, encoding: 'utf8' });
  return { status, stdout };
}

describe('npm run mutate', () => {
  it('says which unit test has caught a fault', () => {
    const { status, stdout } = mutate('--only', 'one returned buffer gives two credits');
    expect(stdout).toContain('credits: libs/engine/execution/src/thread/credit-pool.spec.ts: CreditPool');
    expect(status).toBe(0);
  });

  it('says which world has caught a fault', () => {
    const { status, stdout } = mutate('--only', 'the barrier overtakes rows');
    expect(stdout).toMatch(/the barrier overtakes rows that wait in an open buffer: seed \d+, /);
    expect(status).toBe(0);
  });

  it('fails when a fault survives', () => {
    const { status, stdout } = mutate('--only', 'the barrier overtakes rows', '--seeds', '0');
    expect(stdout).toContain('SURVIVED: the barrier overtakes rows');
    expect(status).toBe(1);
  });
});
