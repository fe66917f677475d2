import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkoutRoot } from '../launcher/package-bin.mjs';
import { changedSources } from './changed-sources.mjs';
import { mutations } from './mutations.mjs';

describe('The deliberate faults', () => {
  it('stand in the sources as they are now, each once and each under a name of its own', () => {
    for (const mutation of mutations) expect(changedSources(mutation).size, mutation.name).toBeGreaterThan(0);
    expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length);
  });

  it('name unit tests that are there', () => {
    const named = new Set(mutations.flatMap(({ specs = [] }) => specs));
    expect([...named].filter((spec) => !existsSync(join(checkoutRoot, spec)))).toEqual([]);
  });
});
