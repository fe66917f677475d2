import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makePrivateFolders } from './private-folders.ts';

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'weir-private-'));
});
afterEach(() => {
  rmSync(place, { recursive: true, force: true });
});

const modeOf = (...path: string[]): string => (statSync(join(place, ...path)).mode & 0o777).toString(8);

describe(makePrivateFolders, () => {
  it('makes folders for their owner alone', () => {
    makePrivateFolders(join(place, 'data'), [join(place, 'data/files'), join(place, 'elsewhere/snapshots')]);
    expect([modeOf('data'), modeOf('data/files'), modeOf('elsewhere/snapshots')]).toEqual(['700', '700', '700']);
  });

  it('closes what stood open in the data folder, and leaves the way through to Postgres', () => {
    for (const folder of ['data', 'data/files', 'shared']) mkdirSync(join(place, folder));
    for (const folder of ['data', 'data/files', 'shared']) chmodSync(join(place, folder), 0o775);
    makePrivateFolders(join(place, 'data'), [join(place, 'data/files'), join(place, 'shared')]);
    expect([modeOf('data'), modeOf('data/files'), modeOf('shared')]).toEqual(['711', '711', '775']);
  });
});
