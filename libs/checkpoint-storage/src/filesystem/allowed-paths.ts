import { basename, dirname, isAbsolute, join, normalize } from 'node:path/posix';
import { StorageError } from '@weir/engine-core';
import { isSystemError, type FileSystem } from '@weir/engine-core/file-system';
import { isInside } from '@weir/kernel';
import { explained } from './storage-failure.ts';

/** Keeps every path under the allowed roots, after links are followed. */
export class AllowedPaths {
  readonly #fileSystem: FileSystem;
  readonly #roots: readonly string[];

  constructor(fileSystem: FileSystem, roots: readonly string[]) {
    this.#fileSystem = fileSystem;
    this.#roots = [...new Set(roots.map((root) => normalize(root)))];
  }

  /** The real path of what stands, or would stand, at `path`. Rejects with NOT_ALLOWED when it is outside. */
  async resolve(path: string): Promise<string> {
    if (!isAbsolute(path) || path.includes('\0')) throw this.#refuse(path, 'it is not an absolute path');
    const wanted = normalize(path).replace(/(.)\/$/, '$1');
    return explained('looking up', wanted, async () => {
      const real = await this.#realPath(wanted);
      for (const root of this.#roots) {
        if (isInside(await this.#realPath(root), real)) return real;
      }
      throw this.#refuse(wanted, real === wanted ? 'it is outside them' : `it leads to ${real}`);
    });
  }

  /** Resolves links of the part of the path that exists. */
  async #realPath(path: string): Promise<string> {
    try {
      return await this.#fileSystem.realPath(path);
    } catch (error) {
      if (!isSystemError(error, 'ENOENT') || path === '/') throw error;
      // A link to nowhere exists, yet has no real path: what it will lead to one day is unknown.
      const found = await this.#fileSystem.inspect(path);
      if (found !== null && found.kind === 'link') throw this.#refuse(path, 'it is a link that leads nowhere');
      return join(await this.#realPath(dirname(path)), basename(path));
    }
  }

  #refuse(path: string, why: string): StorageError {
    return new StorageError(
      'NOT_ALLOWED',
      `Snapshots may stand only under ${this.#roots.join(', ')}; ${path} is refused: ${why}. Add its folder to the snapshot roots.`,
      { details: { path } },
    );
  }
}
