import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkExactlyOnce, committedRows, exactlyOnceSpec } from './committed-files.ts';
import { JobProcess } from './job-process.ts';

const rows = 1_200_000;

describe('A savepoint', () => {
  let folder = '';
  let spec = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'weir-savepoint-'));
    spec = join(folder, 'spec.json');
    writeFileSync(spec, JSON.stringify(exactlyOnceSpec('rescaled', rows, 150_000)));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the job from a snapshot until it stops with a savepoint; returns the savepoint's folder. */
  async function runToSavepoint(parallelism: number, from: string | null): Promise<string> {
    const job = new JobProcess([
      ...[spec, '--quiet', '--snapshot-dir', join(folder, 'snapshots'), '--files-dir', join(folder, 'files')],
      ...['--parallelism', String(parallelism), '--for', '2s', '--savepoint', join(folder, 'savepoints')],
      ...(from === null ? [] : ['--restore', from]),
    ]);
    const [, path] = await job.until(/savepoint  \d+ .* acknowledged  (\S+)$/m);
    expect(await job.exited).toBe(0);
    if (path === undefined) throw new Error(job.output);
    return path;
  }

  it(
    'taken at 2 is restored at 3, then at 1, then from a moved folder in an empty installation, exactly',
    { timeout: 300_000 },
    async () => {
      const first = await runToSavepoint(2, null);
      const afterFirst = [...committedRows(join(folder, 'files/rows'))].length;
      expect(afterFirst).toBeGreaterThan(50_000);
      const second = await runToSavepoint(3, first);
      const afterSecond = [...committedRows(join(folder, 'files/rows'))].length;
      expect(afterSecond).toBeGreaterThan(afterFirst);
      const third = await runToSavepoint(1, second);
      const moved = join(folder, 'moved elsewhere');
      renameSync(third, moved);
      rmSync(join(folder, 'snapshots'), { recursive: true });
      rmSync(join(folder, 'savepoints'), { recursive: true });
      const last = new JobProcess([
        spec,
        '--quiet',
        '--snapshot-dir',
        join(folder, 'empty'),
        '--files-dir',
        join(folder, 'files'),
        '--restore',
        moved,
      ]);
      expect(await last.exited).toBe(0);
      expect(last.output).toContain('FINISHED');
      const result = checkExactlyOnce({
        rows,
        rowsFolder: join(folder, 'files/rows'),
        updatesFolder: join(folder, 'files/updates'),
      });
      expect(result).toEqual({ lost: 0, repeated: 0, wrongKeys: 0, updates: rows });
      expect(readdirSync(moved)).toContain('_metadata');
    },
  );
});
