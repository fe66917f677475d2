import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkoutRoot } from '../launcher/package-bin.mjs';

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readFileSync(join(checkoutRoot, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

/** Node's own search: the package's folder, then each folder above. */
function findPackage(from: string, name: string): LockedPackage | undefined {
  for (let folder = from; ;) {
    const found = packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`];
    if (found !== undefined || folder === '') return found;
    const above = folder.lastIndexOf('/node_modules/');
    folder = above < 0 ? '' : folder.slice(0, above);
  }
}

describe('the lockfile', () => {
  // npm drops optional packages of other platforms from the lockfile when it cannot fetch them or when node_modules exists
  // already, and then `npm ci` refuses the lockfile on every machine.
  it('holds the packages of every platform', () => {
    const missing = Object.entries(packages).flatMap(([folder, { optionalDependencies = {} }]) =>
      Object.entries(optionalDependencies)
        .filter(([name, range]) => {
          const found = findPackage(folder, name);
          return found === undefined || (/^\d+\.\d+\.\d+\S*$/.test(range) && found.version !== range);
        })
        .map(([name, range]) => `${folder} needs ${name}@${range}`),
    );
    expect(missing).toEqual([]);
  });

  it('knows every version, so that two installations are the same', () => {
    const unknown = Object.entries(packages).filter(
      ([folder, { version }]) => folder.includes('node_modules/') && version === undefined,
    );
    expect(unknown.filter(([, { resolved }]) => resolved === undefined || !/^(?:apps|libs)\//.test(resolved))).toEqual(
      [],
    );
  });
});
