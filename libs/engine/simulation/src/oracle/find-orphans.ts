import { manifestFileName, type SnapshotManifest } from '@weir/engine-core';
import type { FileSystem } from '@weir/engine-core/file-system';

export interface CompleteSnapshot {
  readonly path: string;
  readonly manifest: SnapshotManifest;
}

/** Every file and every empty folder below a folder. */
export async function everythingIn(files: FileSystem, folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { name, kind } of await files.list(folder)) {
    const path = `${folder}/${name}`;
    if (kind !== 'folder') {
      found.push(path);
      continue;
    }
    const inside = await everythingIn(files, path);
    found.push(...(inside.length === 0 ? [path] : inside));
  }
  return found;
}

/** The files of snapshots: their manifests and what those name. */
export function filesOfSnapshots(snapshots: readonly CompleteSnapshot[]): ReadonlySet<string> {
  return new Set(
    snapshots.flatMap(({ path, manifest }) => [
      `${path}/${manifestFileName}`,
      ...manifest.files.map((file) => `${path}/${file.path}`),
    ]),
  );
}
