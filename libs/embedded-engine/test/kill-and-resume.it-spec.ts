import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkExactlyOnce, exactlyOnceSpec } from './committed-files.ts';
import { JobProcess } from './job-process.ts';

const kills = 20;
const rows = 3_000_000;
const rowsPerSecond = 150_000;

describe('A job whose process is killed', () => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'weir-kill-'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(`has every row once after ${kills} SIGKILLs at random moments`, { timeout: 600_000 }, async () => {
    const spec = join(folder, 'spec.json');
    writeFileSync(spec, JSON.stringify(exactlyOnceSpec('under-fire', rows, rowsPerSecond)));
    const args = [
      spec,
      '--resume',
      '--quiet',
      '--snapshot-dir',
      join(folder, 'snapshots'),
      '--files-dir',
      join(folder, 'files'),
    ];
    let job = new JobProcess(args);
    const recoveries: number[] = [];
    for (let kill = 1; kill <= kills; kill += 1) {
      await job.until(/ RUNNING$/m);
      // Anywhere in the life of a checkpoint, the first one after the restore included.
      const lifeMs = 100 + Math.random() * 1_200;
      await new Promise((resolve) => setTimeout(resolve, lifeMs));
      await job.kill();
      const killedAt = Date.now();
      job = new JobProcess(args);
      await job.until(/ RUNNING$/m);
      recoveries.push(Date.now() - killedAt);
    }
    expect(await job.exited).toBe(0);
    expect(job.output).toContain('FINISHED');
    const result = checkExactlyOnce({
      rows,
      rowsFolder: join(folder, 'files/rows'),
      updatesFolder: join(folder, 'files/updates'),
    });
    process.stdout.write(`From SIGKILL to RUNNING, ms (a new process each time): ${recoveries.join(' ')}\n`);
    expect(result).toEqual({ lost: 0, repeated: 0, wrongKeys: 0, updates: rows });
  });
});
