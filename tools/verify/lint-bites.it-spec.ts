import { spawnSync } from 'node:child_process';
import { ESLint } from 'eslint';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { checkoutRoot, packageBin } from '../launcher/package-bin.mjs';

const engine = 'libs/engine/execution/src/index.ts';
const files = 'libs/engine/core/src/file-system/node-file-system.ts';
const adapter = 'libs/state/hashmap/src/index.ts';
const platform = 'libs/platform/jobs/src/index.ts';
const queues = 'libs/platform/queues/src/index.ts';
const dashboard = 'apps/dashboard/next.config.ts';
const api = 'apps/api/src/contract/contract.ts';
const kernel = 'libs/kernel/src/index.ts';

let eslint: ESLint;

beforeAll(() => {
  // Under CI=true typescript-eslint takes the file on disk in place of the text it is given.
  vi.stubEnv('TSESTREE_SINGLE_RUN', 'false');
  // The boundary rule reads the graph that Nx leaves on disk.
  const graph = spawnSync(process.execPath, [packageBin('nx', 'nx'), 'show', 'projects'], {
    cwd: checkoutRoot,
    env: { ...process.env, NX_DAEMON: 'false' },
  });
  expect(graph.status).toBe(0);
  eslint = new ESLint({ cwd: checkoutRoot });
});

async function rulesBrokenBy(code: string, file: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(code, { filePath: `${checkoutRoot}/${file}` });
  return result?.messages.map(({ ruleId }) => ruleId) ?? [];
}

const boundary = '@nx/enforce-module-boundaries';

describe('lint', () => {
  it.each([
    [
      'the engine sees Nest',
      engine,
      "import { Injectable } from '@nestjs/common';\nexport const a = Injectable;\n",
      boundary,
    ],
    [
      'the engine sees TypeORM',
      engine,
      "import { DataSource } from 'typeorm';\nexport const a = DataSource;\n",
      boundary,
    ],
    ['the engine sees BullMQ', engine, "import { Queue } from 'bullmq';\nexport const a = Queue;\n", boundary],
    ['the engine sees rxjs', engine, "import { of } from 'rxjs';\nexport const a = of;\n", boundary],
    [
      'the engine sees an adapter',
      engine,
      "import * as all from '@weir/state-hashmap';\nexport const a = all;\n",
      boundary,
    ],
    [
      'an adapter sees the runtime',
      adapter,
      "import * as all from '@weir/engine-execution';\nexport const a = all;\n",
      boundary,
    ],
    [
      'the platform sees the engine',
      platform,
      "import * as all from '@weir/embedded-engine';\nexport const a = all;\n",
      boundary,
    ],
    ['the queues see the jobs', queues, "import * as all from '@weir/jobs';\nexport const a = all;\n", boundary],
    ['the kernel sees anything', kernel, "import * as all from '@weir/job-spec';\nexport const a = all;\n", boundary],
    ['the dashboard sees the jobs', dashboard, "import * as all from '@weir/jobs';\nexport const a = all;\n", boundary],
    ['the engine reads the clock', engine, 'export const a = Date.now();\n', 'no-restricted-properties'],
    ['the engine makes a date of now', engine, 'export const a = new Date();\n', 'no-restricted-syntax'],
    ['the engine draws', engine, 'export const a = Math.random();\n', 'no-restricted-properties'],
    ['the engine sets a timer', engine, 'export const a = setTimeout(() => undefined, 1);\n', 'no-restricted-globals'],
    [
      'an adapter makes an id',
      adapter,
      "import { randomUUID } from 'node:crypto';\nexport const a = randomUUID();\n",
      'no-restricted-imports',
    ],
    [
      'files of a thread come with promises of Node',
      files,
      "import { rename } from 'node:fs/promises';\nexport const a = rename;\n",
      'no-restricted-imports',
    ],
    ['a library reads the environment', platform, "export const a = process.env['A'];\n", 'no-restricted-properties'],
    [
      'a promise floats',
      api,
      'export function f(p: Promise<void>): void {\n  p.then(() => undefined);\n}\n',
      '@typescript-eslint/no-floating-promises',
    ],
    [
      'a switch misses a member',
      api,
      "export function f(k: 'a' | 'b'): void {\n  switch (k) {\n    case 'a':\n      break;\n  }\n}\n",
      '@typescript-eslint/switch-exhaustiveness-check',
    ],
    [
      'a disable has nothing to disable',
      api,
      '// eslint-disable-next-line eqeqeq -- None.\nexport const a = 1;\n',
      null,
    ],
    ['something is any', api, 'export const a = (b: any): unknown => b;\n', '@typescript-eslint/no-explicit-any'],
  ])('speaks up when %s', async (_name, file, code, rule) => {
    expect(await rulesBrokenBy(code, file)).toContain(rule);
  });

  it.each([
    [
      'an application sees the host process',
      api,
      "import * as all from '@weir/host-process';\nexport const a = all;\n",
    ],
    ['an application sees Nest', api, "import { Injectable } from '@nestjs/common';\nexport const a = Injectable;\n"],
    ['an adapter sees the core', adapter, "import * as all from '@weir/engine-core';\nexport const a = all;\n"],
    ['the jobs see the persistence', platform, "import * as all from '@weir/persistence';\nexport const a = all;\n"],
  ])('is silent when %s', async (_name, file, code) => {
    expect(await rulesBrokenBy(code, file)).toEqual([]);
  });
});
