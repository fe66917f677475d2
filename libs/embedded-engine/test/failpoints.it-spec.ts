import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failpointNames, type FailpointName } from '../src/failpoints/failpoint-names.ts';
import { checkExactlyOnce, exactlyOnceSpec } from './committed-files.ts';
import { JobProcess } from './job-process.ts';

const rows = 24_000;
/** The job must meet its steps before its rows end: the slower the machine, the slower the rows. */
const ratesOfRows = [48_000, 24_000, 12_000, 6_000, 3_000];
const sides = ['before', 'after'] as const;
/** Jobs at a time: one for each core of a small machine. */
const lanes = 2;

interface Target {
  readonly name: FailpointName;
  readonly side: (typeof sides)[number];
}

const targets: readonly Target[] = failpointNames.flatMap((name) => sides.map((side) => ({ name, side })));

/** Steps of a first start; all others are met by a job that goes on from a checkpoint. */
const firstStartOnly: ReadonlySet<FailpointName> = new Set(['sink.make-folder']);

describe('A process that dies at a named step', () => {
  let folder = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'weir-failpoints-'));
    mkdirSync(join(folder, 'empty'));
    for (const rate of ratesOfRows) {
      if (await begins(rate)) return;
      rmSync(join(folder, 'begun'), { recursive: true });
    }
    throw new Error(`At ${ratesOfRows.at(-1)} rows/s the job still ends before its second checkpoint.`);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(`loses and repeats nothing, whichever of ${targets.length} steps it was`, { timeout: 1_200_000 }, async () => {
    const wrong: string[] = [];
    const queue = [...targets];
    const lane = async (): Promise<void> => {
      for (let target = queue.shift(); target !== undefined; target = queue.shift()) {
        const problem = await problemAt(target);
        if (problem !== null) wrong.push(`${target.name} ${target.side}: ${problem}`);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    expect(wrong).toEqual([]);
  });

  /** Leaves what a job leaves that was killed with a completed checkpoint, a running one and files begun: the start of nearly all cases. */
  async function begins(rowsPerSecond: number): Promise<boolean> {
    const spec = {
      ...exactlyOnceSpec('failpoints', rows, rowsPerSecond),
      checkpointing: { interval: '100ms', retention: { completed: 1 } },
    };
    writeFileSync(join(folder, 'spec.json'), JSON.stringify(spec));
    return diesAt('begun', 'operator.snapshot-async@after#5');
  }

  /** Null when the step was met, the process died there, and the next one ended with every row there once. */
  async function problemAt({ name, side }: Target): Promise<string | null> {
    const home = `${name}-${side}`;
    cpSync(join(folder, firstStartOnly.has(name) ? 'empty' : 'begun'), join(folder, home), { recursive: true });
    if (!(await diesAt(home, `${name}@${side}#1`))) return 'the step was never reached';
    const job = new JobProcess(argumentsFor(home));
    const code = await job.exited;
    if (code !== 0) return `the next process ended with ${code}:\n${job.output.slice(-2_000)}`;
    const files = join(folder, home, 'files');
    const result = checkExactlyOnce({ rows, rowsFolder: join(files, 'rows'), updatesFolder: join(files, 'updates') });
    rmSync(join(folder, home), { recursive: true });
    const isExact = result.lost === 0 && result.repeated === 0 && result.wrongKeys === 0 && result.updates === rows;
    return isExact ? null : JSON.stringify(result);
  }

  /** Whether the process was killed, rather than came to its end. */
  async function diesAt(home: string, failpoint: string): Promise<boolean> {
    const job = new JobProcess(argumentsFor(home), failpoint);
    return (await job.exited) === null;
  }

  function argumentsFor(home: string): string[] {
    const at = join(folder, home);
    return [
      join(folder, 'spec.json'),
      '--resume',
      '--quiet',
      '--snapshot-dir',
      join(at, 'snapshots'),
      '--files-dir',
      join(at, 'files'),
    ];
  }
});
