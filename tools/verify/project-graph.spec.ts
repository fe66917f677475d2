import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { allowedDependencies, frameworkFreeLayers, layerOf, serverFrameworks } from './module-directions.mjs';

interface Project {
  readonly folder: string;
  readonly name: string;
  readonly layer: string;
  readonly tags: readonly string[];
  /** Package names of `dependencies` and `devDependencies`. */
  readonly declared: readonly string[];
}

interface Manifest {
  readonly name: string;
  readonly nx?: { readonly tags?: readonly string[] };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const workspaceFolders = ['apps', 'libs', 'libs/engine', 'libs/state', 'libs/platform'];
const projects = workspaceFolders.flatMap(subfolders).flatMap(readProject);
const layerByName = new Map(projects.map((project) => [project.name, project.layer]));

function subfolders(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${folder}/${entry.name}`);
}

function readProject(folder: string): Project[] {
  const path = join(root, folder, 'package.json');
  if (!existsSync(path)) return [];
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  const tags = manifest.nx?.tags ?? [];
  const declared = [...Object.keys(manifest.dependencies ?? {}), ...Object.keys(manifest.devDependencies ?? {})];
  return [{ folder, name: manifest.name, layer: layerOf(tags) ?? '(none)', tags, declared }];
}

/** Package names that the sources of a project import, type-only imports among them. */
function importedPackages(project: Project): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of sourceFiles(project.folder)) {
    for (const { fileName } of ts.preProcessFile(readFileSync(join(root, file), 'utf8')).importedFiles) {
      if (fileName.startsWith('.') || fileName.startsWith('node:')) continue;
      found.set(packageOf(fileName), file);
    }
  }
  return found;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return /^(?:node_modules|dist|\.next)$/.test(entry.name) ? [] : sourceFiles(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function isFramework(name: string): boolean {
  return serverFrameworks.some((banned) =>
    banned.endsWith('/*') ? name.startsWith(banned.slice(0, -1)) : name === banned,
  );
}

/** Sentences about what a project may not see, given the packages it names. */
function breachesOf(project: Project, packages: Iterable<readonly [string, string]>): string[] {
  const allowed = allowedDependencies[project.layer] ?? [];
  return [...packages].flatMap(([name, where]) => {
    const layer = layerByName.get(name);
    if (layer !== undefined && name !== project.name && !allowed.includes(layer)) {
      return [`${where}: ${project.name} (${project.layer}) may not see ${name} (${layer})`];
    }
    return isFramework(name) && frameworkFreeLayers.includes(project.layer)
      ? [`${where}: ${project.name} (${project.layer}) may not see the framework ${name}`]
      : [];
  });
}

describe('the project graph', () => {
  it('knows every project, its one layer and its one scope', () => {
    expect(projects.length).toBeGreaterThanOrEqual(18);
    for (const project of projects) {
      expect(Object.keys(allowedDependencies), project.folder).toContain(project.layer);
      expect(
        project.tags.filter((tag) => tag.startsWith('layer:')),
        project.folder,
      ).toHaveLength(1);
      expect(
        project.tags.filter((tag) => tag.startsWith('scope:')),
        project.folder,
      ).toHaveLength(1);
    }
  });

  it.each(projects.map((project) => [project.name, project] as const))(
    '%s declares only what its layer may see',
    (_, project) => {
      const where = `${project.folder}/package.json`;
      expect(
        breachesOf(
          project,
          project.declared.map((name) => [name, where] as const),
        ),
      ).toEqual([]);
    },
  );

  it.each(projects.map((project) => [project.name, project] as const))(
    '%s imports only what its layer may see',
    (_, project) => {
      expect(breachesOf(project, importedPackages(project))).toEqual([]);
    },
  );

  it.each(projects.map((project) => [project.name, project] as const))(
    '%s declares every project it imports',
    (_, project) => {
      const known = [...importedPackages(project).keys()].filter(
        (name) => layerByName.has(name) && name !== project.name,
      );
      expect(known.filter((name) => !project.declared.includes(name))).toEqual([]);
    },
  );

  it.each(projects.filter(({ layer }) => layer !== 'dashboard').map((project) => [project.name, project] as const))(
    '%s references in its tsconfig the projects it declares',
    (_, project) => {
      const { config } = ts.readConfigFile(join(root, project.folder, 'tsconfig.json'), (path) =>
        ts.sys.readFile(path),
      );
      const references = (config as { references?: { path: string }[] }).references ?? [];
      const referenced = references.map(({ path }) => nameAt(join(root, project.folder, path)));
      const needed = project.declared.filter((name) => layerByName.has(name) && name !== '@weir/api-client');
      expect(referenced).toEqual(expect.arrayContaining(needed));
    },
  );
});

function nameAt(folder: string): string {
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest).name;
}

describe('the table of directions', () => {
  const reachable = (layer: string, seen = new Set<string>()): Set<string> => {
    for (const next of allowedDependencies[layer] ?? []) {
      if (!seen.has(next)) reachable(next, seen.add(next));
    }
    return seen;
  };

  it('has no cycle', () => {
    for (const layer of Object.keys(allowedDependencies)) expect([...reachable(layer)], layer).not.toContain(layer);
  });

  it('holds the order kernel, job-spec, engine core, checkpoint, execution', () => {
    const order = ['kernel', 'job-spec', 'engine-core', 'engine-checkpoint', 'engine-execution'];
    order.forEach((layer, index) => {
      const below = (allowedDependencies[layer] ?? []).filter((other) => other !== 'run-contract');
      expect(below.sort()).toEqual(order.slice(0, index).sort());
    });
  });

  it('keeps transforms and execution apart', () => {
    expect(reachable('engine-execution')).not.toContain('engine-transforms');
    expect(reachable('engine-transforms')).not.toContain('engine-execution');
  });

  it('hides the engine from the platform, and the platform from the engine', () => {
    const engineLayers = [
      'engine-core',
      'engine-transforms',
      'engine-checkpoint',
      'engine-execution',
      'engine-simulation',
      'adapter',
      'composition',
    ];
    const platformLayers = ['persistence', 'queues', 'jobs'];
    for (const layer of platformLayers) {
      for (const other of engineLayers) expect([...reachable(layer)], layer).not.toContain(other);
    }
    for (const layer of engineLayers) {
      for (const other of platformLayers) expect([...reachable(layer)], layer).not.toContain(other);
    }
  });

  it('shows an adapter nothing but kernel, job-spec and engine core', () => {
    expect([...(allowedDependencies['adapter'] ?? [])].sort()).toEqual(['engine-core', 'job-spec', 'kernel']);
  });

  it('shows the dashboard nothing but kernel, job-spec and the client', () => {
    expect([...(allowedDependencies['dashboard'] ?? [])].sort()).toEqual(['api-client', 'job-spec', 'kernel']);
  });
});
