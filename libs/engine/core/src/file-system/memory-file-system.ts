import type { Random } from '@weir/kernel';
import { FileSystemError } from './file-system-error.ts';
import type { FileSystem, FolderEntry, PathKind, ReadableFile, WritableFile } from './file-system.ts';
import { FileInode, FolderInode, type Inode } from './memory-inode.ts';

export type FileOperationKind =
  | 'create'
  | 'write'
  | 'sync'
  | 'open'
  | 'read'
  | 'make-folder'
  | 'list'
  | 'inspect'
  | 'link'
  | 'rename'
  | 'remove'
  | 'remove-folder'
  | 'sync-folder';

export interface FileOperation {
  readonly kind: FileOperationKind;
  readonly path: string;
  /** The target of `link` and `rename`. */
  readonly to: string | null;
}

/**
 * What happens to an operation instead of, or before, its effect. `error`: it fails with the system's code, without effect;
 * `bytes` of a `write` are written before. `delay`: it waits; operations inside a synchronous step cannot, and do not.
 */
export type FileFault =
  | { readonly kind: 'error'; readonly code: string; readonly bytes?: number }
  | { readonly kind: 'delay'; readonly until: () => Promise<void> };

export interface MemoryFileSystemOptions {
  /** Asked before every operation. It may call {@link MemoryFileSystem.crash} and then return an error. */
  readonly inject?: (operation: FileOperation) => FileFault | null;
  /** The device of a path; links and renames between devices fail with EXDEV. By default there is one device. */
  readonly deviceOf?: (path: string) => string;
  /** Whether {@link MemoryFileSystem.log} is kept. Off by default: it only grows. */
  readonly isLogged?: boolean;
}

/**
 * Files in memory that a crash treats as a disk would: bytes that were not synced are gone or torn, names whose folder was not synced
 * are gone, handles are dead. A failed sync loses the bytes even when a later one succeeds. Deterministic: no clock, no chance but the caller's.
 */
export class MemoryFileSystem implements FileSystem {
  #root = new FolderInode();
  #generation = 0;
  readonly #inject: (operation: FileOperation) => FileFault | null;
  readonly #deviceOf: (path: string) => string;
  /** Bytes that may be written in all; beyond, writes fail with ENOSPC after what still fitted. May be changed at any time. */
  freeBytes = Number.POSITIVE_INFINITY;
  /** Operations that reached the files, in order, when asked for: for tests that prove an order of syncs. */
  readonly log: FileOperation[] = [];
  readonly #isLogged: boolean;

  constructor(options: MemoryFileSystemOptions = {}) {
    this.#inject = options.inject ?? (() => null);
    this.#deviceOf = options.deviceOf ?? (() => 'memory');
    this.#isLogged = options.isLogged ?? false;
  }

  /** The host goes down and comes up again. With `random`, a random part of what was not synced survives; without, none. */
  crash(random: Random | null = null): void {
    this.#generation += 1;
    this.#root.crash(random, new Set());
  }

  async create(path: string): Promise<WritableFile> {
    await this.#before('create', path);
    return this.#createNow(path);
  }

  createSync(path: string): WritableFile {
    this.#beforeSync({ kind: 'create', path, to: null });
    return this.#createNow(path);
  }

  async open(path: string): Promise<ReadableFile> {
    await this.#before('open', path);
    const file = this.#file(path);
    const generation = this.#generation;
    return {
      size: file.length,
      close: () => Promise.resolve(),
      read: async (offset, length) => {
        await this.#before('read', path);
        this.#requireAlive(generation, path);
        return file.read(offset, length);
      },
    };
  }

  async makeFolder(path: string): Promise<void> {
    await this.#before('make-folder', path);
    const { folder, name } = this.#parentOf(path);
    if (folder.entries.has(name)) throw new FileSystemError('EEXIST', 'mkdir', path);
    const made = new FolderInode();
    folder.change((entries) => entries.set(name, made));
  }

  async list(path: string): Promise<readonly FolderEntry[]> {
    await this.#before('list', path);
    return [...this.#folder(path).entries]
      .map(([name, inode]): FolderEntry => ({ name, kind: inode.kind }))
      .sort((left, right) => (left.name < right.name ? -1 : 1));
  }

  async inspect(path: string): Promise<{ kind: PathKind; size: number } | null> {
    await this.#before('inspect', path);
    const inode = this.#find(path);
    if (inode === undefined) return null;
    return { kind: inode.kind, size: inode.kind === 'file' ? inode.length : 0 };
  }

  async realPath(path: string): Promise<string> {
    await this.#before('inspect', path);
    if (this.#find(path) === undefined) throw new FileSystemError('ENOENT', 'realpath', path);
    return `/${segmentsOf(path).join('/')}`;
  }

  async link(from: string, to: string): Promise<void> {
    await this.#before('link', from, to);
    const file = this.#file(from);
    const { folder, name } = this.#parentOf(to);
    if (folder.entries.has(name)) throw new FileSystemError('EEXIST', 'link', to);
    folder.change((entries) => entries.set(name, file));
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#before('rename', from, to);
    const source = this.#parentOf(from);
    const target = this.#parentOf(to);
    const moved = source.folder.entries.get(source.name);
    if (moved === undefined) throw new FileSystemError('ENOENT', 'rename', from);
    const replaced = target.folder.entries.get(target.name);
    if (replaced === moved) return;
    if (replaced?.kind === 'folder' && replaced.entries.size > 0) throw new FileSystemError('ENOTEMPTY', 'rename', to);
    if (replaced !== undefined && replaced.kind !== moved.kind) {
      throw new FileSystemError(replaced.kind === 'folder' ? 'EISDIR' : 'ENOTDIR', 'rename', to);
    }
    // Within one folder it is one change, which a crash keeps or loses as a whole; between two it is two.
    if (source.folder === target.folder) {
      source.folder.change((entries) => {
        entries.delete(source.name);
        entries.set(target.name, moved);
      });
    } else {
      target.folder.change((entries) => entries.set(target.name, moved));
      source.folder.change((entries) => entries.delete(source.name));
    }
  }

  async remove(path: string): Promise<void> {
    await this.#before('remove', path);
    this.#file(path);
    const { folder, name } = this.#parentOf(path);
    folder.change((entries) => entries.delete(name));
  }

  async removeFolder(path: string): Promise<void> {
    await this.#before('remove-folder', path);
    if (this.#folder(path).entries.size > 0) throw new FileSystemError('ENOTEMPTY', 'rmdir', path);
    const { folder, name } = this.#parentOf(path);
    folder.change((entries) => entries.delete(name));
  }

  async syncFolder(path: string): Promise<void> {
    await this.#before('sync-folder', path);
    this.#folder(path).sync();
  }

  /** Damages a byte range of a file in place. */
  damage(path: string, offset: number, bytes: Uint8Array): void {
    this.#file(path).overwrite(offset, bytes);
  }

  truncate(path: string, length: number): void {
    this.#file(path).truncate(length);
  }

  /** A file's bytes now. */
  readNow(path: string): Uint8Array {
    const file = this.#file(path);
    return file.read(0, file.length);
  }

  #createNow(path: string): WritableFile {
    const { folder, name } = this.#parentOf(path);
    if (folder.entries.has(name)) throw new FileSystemError('EEXIST', 'open', path);
    const file = new FileInode();
    folder.change((entries) => entries.set(name, file));
    return this.#writerOf(path, file);
  }

  #writerOf(path: string, file: FileInode): WritableFile {
    const generation = this.#generation;
    return {
      path,
      write: async (bytes) => {
        const fault = this.#inject({ kind: 'write', path, to: null });
        if (fault?.kind === 'delay') await fault.until();
        this.#requireAlive(generation, path);
        this.#append(file, path, bytes, fault);
      },
      writeSync: (bytes) => {
        const fault = this.#inject({ kind: 'write', path, to: null });
        this.#requireAlive(generation, path);
        this.#append(file, path, bytes, fault);
      },
      sync: async () => {
        const fault = this.#inject({ kind: 'sync', path, to: null });
        if (fault?.kind === 'delay') await fault.until();
        await Promise.resolve();
        this.#requireAlive(generation, path);
        if (fault?.kind === 'error') {
          file.failSync();
          throw new FileSystemError(fault.code, 'fsync', path);
        }
        this.#record({ kind: 'sync', path, to: null });
        file.sync();
      },
      close: () => Promise.resolve(),
    };
  }

  #append(file: FileInode, path: string, bytes: Uint8Array, fault: FileFault | null): void {
    const faultBytes = fault?.kind === 'error' ? (fault.bytes ?? 0) : Number.POSITIVE_INFINITY;
    const fitting = Math.min(bytes.length, faultBytes, this.freeBytes);
    file.append(bytes.subarray(0, fitting));
    this.freeBytes -= fitting;
    if (fault?.kind === 'error') throw new FileSystemError(fault.code, 'write', path);
    if (fitting < bytes.length) throw new FileSystemError('ENOSPC', 'write', path);
    this.#record({ kind: 'write', path, to: null });
  }

  async #before(kind: FileOperationKind, path: string, to: string | null = null): Promise<void> {
    const operation: FileOperation = { kind, path, to };
    const generation = this.#generation;
    const fault = this.#inject(operation);
    if (fault?.kind === 'delay') await fault.until();
    // Always a turn later, as a real file system answers.
    await Promise.resolve();
    this.#requireAlive(generation, path);
    this.#fail(fault, operation);
  }

  #beforeSync(operation: FileOperation): void {
    this.#fail(this.#inject(operation), operation);
  }

  #fail(fault: FileFault | null, operation: FileOperation): void {
    const { kind, path, to } = operation;
    if (fault?.kind === 'error') throw new FileSystemError(fault.code, kind, path);
    if (to !== null && this.#deviceOf(path) !== this.#deviceOf(to)) throw new FileSystemError('EXDEV', kind, to);
    this.#record(operation);
  }

  #record(operation: FileOperation): void {
    if (this.#isLogged) this.log.push(operation);
  }

  #requireAlive(generation: number, path: string): void {
    if (generation !== this.#generation) throw new FileSystemError('EIO', 'finish what began before the crash', path);
  }

  #find(path: string): Inode | undefined {
    let inode: Inode | undefined = this.#root;
    for (const segment of segmentsOf(path)) {
      if (inode?.kind !== 'folder') return undefined;
      inode = inode.entries.get(segment);
    }
    return inode;
  }

  #file(path: string): FileInode {
    const inode = this.#find(path);
    if (inode === undefined) throw new FileSystemError('ENOENT', 'open', path);
    if (inode.kind === 'folder') throw new FileSystemError('EISDIR', 'open', path);
    return inode;
  }

  #folder(path: string): FolderInode {
    const inode = this.#find(path);
    if (inode === undefined) throw new FileSystemError('ENOENT', 'open folder', path);
    if (inode.kind === 'file') throw new FileSystemError('ENOTDIR', 'open folder', path);
    return inode;
  }

  #parentOf(path: string): { folder: FolderInode; name: string } {
    const segments = segmentsOf(path);
    const name = segments.pop();
    if (name === undefined) throw new FileSystemError('EEXIST', 'change', path);
    return { folder: this.#folder(`/${segments.join('/')}`), name };
  }
}

function segmentsOf(path: string): string[] {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments;
}
