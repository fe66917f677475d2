import { appendFileSync, closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { boundLog, decideRestart, failedStartsMax, Service } from './service.mjs';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weir service '));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('decideRestart', () => {
  it('waits longer after each end before readiness, and gives up at the last', () => {
    const waits = Array.from({ length: failedStartsMax }, (_, failedStarts) =>
      decideRestart({ failedStarts, wasReady: false }),
    ).map((decision) => (decision.kind === 'restart' ? decision.afterMs : decision.kind));
    expect(waits).toEqual([1_000, 2_000, 5_000, 10_000, 'give up']);
  });

  it('starts again at once what had been ready, however often, and forgets its failed starts', () => {
    expect(decideRestart({ failedStarts: failedStartsMax - 1, wasReady: true })).toEqual({
      kind: 'restart',
      afterMs: 0,
      failedStarts: 0,
    });
  });
});

describe('a service whose process dies after it was ready', () => {
  it('starts it again at once, each time', async () => {
    const told: string[] = [];
    const service = new Service(
      {
        name: 'API',
        args: ['-e', 'setTimeout(() => process.exit(3), 100)'],
        environment: {},
        folder,
        logPath: join(folder, 'api.log'),
        stopGraceMs: 1_000,
        untilReady: () => Promise.resolve(),
      },
      {
        onStarted: () => undefined,
        onRestart: (sentence) => told.push(sentence),
        onGivenUp: (sentence) => told.push(sentence),
      },
    );
    await service.start();
    await expect.poll(() => told.length, { timeout: 10_000 }).toBeGreaterThan(failedStartsMax);
    await service.stop();
    expect(new Set(told)).toEqual(new Set(['The API ended (exit code 3); it starts again now.']));
  });
});

describe('a service whose process cannot be started', () => {
  it('is tried again like one that ended, and can be stopped', async () => {
    const told: string[] = [];
    const service = new Service(
      {
        name: 'API',
        args: ['-e', ''],
        environment: {},
        folder: join(folder, 'is not there'),
        logPath: join(folder, 'api.log'),
        stopGraceMs: 1_000,
      },
      {
        onStarted: () => told.push('started'),
        onRestart: (sentence) => told.push(sentence),
        onGivenUp: (sentence) => told.push(sentence),
      },
    );
    await service.start();
    await expect
      .poll(() => told)
      .toEqual([expect.stringMatching(/^The API ended \(.*ENOENT\); it starts again in 1 s\.$/)]);
    await service.stop();
  });
});

describe('boundLog', () => {
  const path = (): string => join(folder, 'api.log');

  it('moves what a running process has written aside, and the process goes on in the emptied file', () => {
    const log = openSync(path(), 'a');
    writeSync(log, 'old lines\n');
    boundLog(path(), 5);
    writeSync(log, 'new\n');
    closeSync(log);
    expect([readFileSync(`${path()}.1`, 'utf8'), readFileSync(path(), 'utf8')]).toEqual(['old lines\n', 'new\n']);
  });

  it('replaces what was moved aside before', () => {
    for (const text of ['first lines\n', 'second lines\n']) {
      appendFileSync(path(), text);
      boundLog(path(), 5);
    }
    expect(readFileSync(`${path()}.1`, 'utf8')).toBe('second lines\n');
  });

  it('leaves a short log and one that is not there', () => {
    boundLog(path(), 5);
    appendFileSync(path(), 'short');
    boundLog(path(), 5);
    expect([readFileSync(path(), 'utf8'), existsSync(`${path()}.1`)]).toEqual(['short', false]);
  });
});
