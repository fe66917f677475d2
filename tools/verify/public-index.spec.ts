import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const built = /^(?:node_modules|dist|\.next|\.cache)$/;
const files = ['apps', 'libs', 'tools'].flatMap(filesBelow);
const sources = files
  .filter((path) => /\.(?:ts|tsx|mjs)$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
const projects = foldersWith('package.json');
const libraries = foldersWith('src/index.ts').filter((folder) => folder.startsWith('libs/'));

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return built.test(entry.name) ? [] : filesBelow(path);
    return [path];
  });
}

function foldersWith(file: string): string[] {
  return files.filter((path) => path.endsWith(`/${file}`)).map((path) => path.slice(0, -file.length - 1));
}

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;
}

/** Names that an index publishes. */
function publishedBy(folder: string): string[] {
  const text = readFileSync(join(root, folder, 'src/index.ts'), 'utf8');
  return [...text.matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap((match) =>
    (match[1] ?? '')
      .split(',')
      .map((name) => name.replace(/\btype /, '').trim())
      .filter((name) => name !== ''),
  );
}

/** Peers of packages that are imported, and what a framework loads by name. */
const neededUnseen: readonly string[] = [
  '@codemirror/autocomplete',
  'rxjs',
  'reflect-metadata',
  'react-dom',
  'pg',
  'typeorm',
  'next',
];

describe('the public face of a project', () => {
  it.each(libraries)('%s publishes only what another project uses', (folder) => {
    const { name } = manifestOf(folder);
    const others = sources.filter(
      ({ path, text }) => !path.startsWith(`${folder}/`) || (path.includes('/test/') && text.includes(`'${name}'`)),
    );
    const words = new Set(others.flatMap(({ text }) => text.match(/\w+/g) ?? []));
    expect(publishedBy(folder).filter((published) => !words.has(published))).toEqual([]);
  });

  it.each(projects)('%s declares no dependency that it does not import', (folder) => {
    const own = sources.filter(({ path }) => path.startsWith(`${folder}/`)).map(({ text }) => text);
    const isImported = (name: string): boolean =>
      own.some((text) => text.includes(`'${name}'`) || text.includes(`'${name}/`));
    const declared = Object.keys(manifestOf(folder).dependencies ?? {});
    expect(declared.filter((name) => !isImported(name) && !neededUnseen.includes(name))).toEqual([]);
  });
});
