import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const command = fileURLToPath(new URL('job.mjs', import.meta.url));

describe('npm run job', { timeout: 120_000 }, () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'weir job '));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function start(
    spec: unknown,
    args: readonly string[] = [],
  ): { readonly child: ChildProcess; readonly output: () => string; readonly code: Promise<number | null> } {
    const path = join(folder, 'spec.json');
    writeFileSync(path, typeof spec === 'string' ? spec : JSON.stringify(spec));
    const folders = ['--snapshot-dir', join(folder, 'snapshots'), '--files-dir', join(folder, 'files')];
    const child = spawn(process.execPath, [command, path, ...folders, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
    return { child, output: () => output, code: new Promise((resolve) => child.once('close', resolve)) };
  }

  async function until(output: () => string, pattern: RegExp): Promise<void> {
    for (let tries = 0; tries < 6_000; tries += 1) {
      if (pattern.test(output())) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`No ${String(pattern)} within 60 s:\n${output()}`);
  }

  const counted = {
    name: 'counted',
    checkpointing: { interval: '100ms' },
    operators: [
      { uid: 'numbers', type: 'datagen', rowsPerSecond: 1_000, columns: { i: { kind: 'sequence' } } },
      { uid: 'out', type: 'print', input: 'numbers' },
    ],
  };

  it('prints what is wrong with a spec, where, and exits with 2', async () => {
    const wrong = { ...counted, operators: [{ uid: 'out', type: 'print', input: 'nobody' }] };
    const { output, code } = start(wrong);
    expect(await code).toBe(2);
    expect(output()).toMatch(/^error \/operators\/0\/input \w+: .*nobody/m);
  });

  it.each([
    ['no JSON', '{', [], /is not JSON/],
    ['a number that would be rounded', '{"n": 9007199254740993}', [], /^error \/n NUMBER_INEXACT: 9007199254740993/m],
    ['an unknown option', counted, ['--frobnicate'], /npm run job -- <spec\.json>/],
    ['a parallelism of 0', counted, ['--parallelism', '0'], /--parallelism is a whole number/],
    ['no duration', counted, ['--for', 'ages'], /--for ages/],
    [
      'a snapshot that is not there',
      counted,
      ['--restore', '/nowhere/chk-1'],
      /No complete snapshot at \/nowhere\/chk-1/,
    ],
  ])('says what it cannot do with %s, and exits with 2', async (_, spec, args, message) => {
    const { output, code } = start(spec, args);
    expect(await code).toBe(2);
    expect(output()).toMatch(message);
  });

  it('shows rates, rows and checkpoints, suspends at Ctrl-C, and resumes', async () => {
    const first = start(counted);
    await until(first.output, /checkpoint 2 /);
    await until(first.output, /in +[\d.]+ k? ?rows\/s/);
    await until(first.output, /out#0 \{"i":\d+\}/);
    first.child.kill('SIGINT');
    expect(await first.code).toBe(0);
    expect(first.output()).toContain('SUSPENDED');
    const second = start(counted, ['--resume', '--for', '1s']);
    expect(await second.code).toBe(0);
    expect(second.output()).toMatch(/attempt 2 begins from checkpoint \d+ at /);
  });
});
