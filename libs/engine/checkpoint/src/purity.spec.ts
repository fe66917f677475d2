import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const here = new URL('./', import.meta.url);
const sources = readdirSync(here, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts') && !path.startsWith('testing/'))
  .map((path) => ({ path, text: readFileSync(new URL(path, here), 'utf8') }));

describe('@weir/engine-checkpoint', () => {
  it('imports nothing but the kernel, the job spec, the contracts of runs and of the engine, and itself', () => {
    const foreign = sources.flatMap(({ path, text }) =>
      [...text.matchAll(/from '([^']+)'/g)]
        .map((match) => match[1] ?? '')
        .filter((from) => !/^(?:\.{1,2}\/.+\.ts|@weir\/(?:kernel|job-spec|run-contract|engine-core))$/.test(from))
        .map((from) => `${path} imports ${from}`),
    );
    expect(foreign).toEqual([]);
    expect(sources.length).toBeGreaterThan(30);
  });

  it('has no clock, no timer and no chance of its own', () => {
    const impure =
      /\b(?:Date\b|Math\.random|setTimeout|setInterval|setImmediate|queueMicrotask|randomUUID|performance\.|process\.|async |await )/;
    const found = sources.flatMap(({ path, text }) =>
      text
        .split('\n')
        .filter((line) => impure.test(line) && !/^\s*(?:\*|\/\*\*|\/\/)/.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });
});
