import {
  closeSync,
  fstatSync,
  fsync,
  link,
  lstat,
  mkdir,
  openSync,
  read,
  readdir,
  realpath,
  rename,
  rmdir,
  unlink,
  write,
  writeSync,
  type Dirent,
  type Stats,
} from 'node:fs';
import { promisify } from 'node:util';
import { isSystemError } from './file-system-error.ts';
import type { FileSystem, FolderEntry, PathKind, ReadableFile, WritableFile } from './file-system.ts';

const writeAsync = promisify(write);
const readAsync = promisify(read);
const fsyncAsync = promisify(fsync);
const linkAsync = promisify(link);
const lstatAsync = promisify(lstat);
const mkdirAsync = promisify(mkdir);
const readdirAsync = promisify(readdir);
const realpathAsync = promisify(realpath.native);
const renameAsync = promisify(rename);
const rmdirAsync = promisify(rmdir);
const unlinkAsync = promisify(unlink);

/**
 * The machine's own files, for threads that may be terminated at any moment. Two things follow from that, in Node 20:
 *
 * - Everything is opened and closed at once, and only what takes time goes to the pool: a thread that is terminated while the pool opens or closes a
 *   file leaves that file open in the process for ever, whereas Node closes every plain descriptor that the thread itself has opened.
 * - Nothing here comes from `node:fs/promises`: a call of it in a thread that is being terminated ends the whole process by a failed assertion
 *   (`(req_wrap) != nullptr`), since its promise is made in native code. A callback is made in JavaScript, which stops before.
 */
export const nodeFileSystem: FileSystem = {
  create: (path) => Promise.resolve().then(() => createFile(path)),
  createSync: createFile,
  open: openFile,
  makeFolder: async (path) => void (await mkdirAsync(path)),
  list: async (path) => (await readdirAsync(path, { withFileTypes: true })).map(entryOf).sort(byName),
  inspect,
  realPath: (path) => realpathAsync(path),
  link: (from, to) => linkAsync(from, to),
  rename: (from, to) => renameAsync(from, to),
  remove: (path) => unlinkAsync(path),
  removeFolder: (path) => rmdirAsync(path),
  syncFolder,
};

function createFile(path: string): WritableFile {
  // O_APPEND | O_CREAT | O_EXCL: a name that is taken, even by a dangling link, is refused.
  return new NodeWritableFile(path, openSync(path, 'ax', 0o644));
}

class NodeWritableFile implements WritableFile {
  readonly path: string;
  #descriptor: number | null;

  constructor(path: string, descriptor: number) {
    this.path = path;
    this.#descriptor = descriptor;
  }

  async write(bytes: Uint8Array): Promise<void> {
    // A write may take fewer bytes than it was given, as when the disk fills: the next one then says why.
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await writeAsync(this.#open(), bytes, done, bytes.length - done);
      done += bytesWritten;
    }
  }

  writeSync(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) {
      done += writeSync(this.#open(), bytes, done, bytes.length - done);
    }
  }

  sync(): Promise<void> {
    return fsyncAsync(this.#open());
  }

  async close(): Promise<void> {
    const descriptor = this.#descriptor;
    this.#descriptor = null;
    if (descriptor !== null) closeSync(descriptor);
  }

  #open(): number {
    if (this.#descriptor === null) throw new Error(`The file '${this.path}' is closed.`);
    return this.#descriptor;
  }
}

async function openFile(path: string): Promise<ReadableFile> {
  let descriptor: number | null = openSync(path, 'r');
  const close = (): void => {
    if (descriptor !== null) closeSync(descriptor);
    descriptor = null;
  };
  try {
    const { size } = fstatSync(descriptor);
    return {
      size,
      close: async () => close(),
      read: async (offset, length) => {
        const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
        let done = 0;
        while (done < bytes.length) {
          if (descriptor === null) throw new Error(`The file '${path}' is closed.`);
          const { bytesRead } = await readAsync(descriptor, bytes, done, bytes.length - done, offset + done);
          if (bytesRead === 0) break;
          done += bytesRead;
        }
        return done === bytes.length ? bytes : bytes.slice(0, done);
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}

async function inspect(path: string): Promise<{ kind: PathKind; size: number } | null> {
  try {
    const stats = await lstatAsync(path);
    return { kind: kindOf(stats), size: stats.size };
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return null;
    throw error;
  }
}

async function syncFolder(path: string): Promise<void> {
  const descriptor = openSync(path, 'r');
  try {
    await fsyncAsync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function entryOf(entry: Dirent): FolderEntry {
  return { name: entry.name, kind: kindOf(entry) };
}

function byName(left: FolderEntry, right: FolderEntry): number {
  if (left.name === right.name) return 0;
  return left.name < right.name ? -1 : 1;
}

function kindOf(entry: Dirent | Stats): PathKind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'other';
}
