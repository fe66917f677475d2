import { invariant } from '@weir/kernel';
import type { StateFile } from '@weir/engine-core';

/** A shared file, where its path is relative to the folder of the snapshot that brought it in. */
export interface SharedFile {
  readonly location: string;
  readonly file: StateFile;
}

interface Entry extends SharedFile {
  readonly createdBy: number;
  lastUsedBy: number;
  /** Files of a snapshot that was restored without a claim are someone else's. */
  readonly isOwned: boolean;
}

export interface Registration {
  readonly checkpointId: number;
  /** Absolute folder of the snapshot. */
  readonly location: string;
  readonly files: readonly StateFile[];
  readonly ownership: 'OWNED' | 'NOT_OWNED';
}

/**
 * The files that several checkpoints use, those whose path leaves the snapshot's own folder. No counting of references: a file
 * knows the newest checkpoint that uses it, and goes when that one is older than every retained one.
 */
export class SharedFileRegistry {
  readonly #entries = new Map<string, Entry>();

  get size(): number {
    return this.#entries.size;
  }

  /** A completed checkpoint uses these files. One that is known keeps its first entry; another file under its name is a violation. */
  register({ checkpointId, location, files, ownership }: Registration): void {
    for (const file of files.filter(isShared)) {
      const key = physicalKey(location, file);
      const known = this.#entries.get(key);
      if (known === undefined) {
        this.#entries.set(key, {
          location,
          file,
          createdBy: checkpointId,
          lastUsedBy: checkpointId,
          isOwned: ownership === 'OWNED',
        });
        continue;
      }
      const isSame = known.file.size === file.size && known.file.sha256 === file.sha256;
      invariant(isSame, 'Two different files under one name in the shared folder.', {
        key,
        checkpointId,
        createdBy: known.createdBy,
      });
      known.lastUsedBy = Math.max(known.lastUsedBy, checkpointId);
    }
  }

  has(location: string, file: StateFile): boolean {
    return this.#entries.has(physicalKey(location, file));
  }

  /** Forgets what no checkpoint from `lowestRetainedId` on uses, and returns of it what may be deleted. */
  unregisterUnused(lowestRetainedId: number): readonly SharedFile[] {
    const unused: SharedFile[] = [];
    for (const [key, entry] of this.#entries) {
      if (entry.lastUsedBy >= lowestRetainedId || !entry.isOwned) continue;
      this.#entries.delete(key);
      unused.push({ location: entry.location, file: entry.file });
    }
    return unused;
  }
}

export function isShared(file: StateFile): boolean {
  return file.path.startsWith('../');
}

/** The file's absolute path, without `.` and `..`. */
export function physicalKey(location: string, file: StateFile): string {
  const parts: string[] = [];
  for (const part of `${location}/${file.path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
