/**
 * The file access of the engine's adapters (checkpoint storage, file sink), small enough that an in-memory implementation
 * can tell what a crash leaves of it. Paths are absolute and separated by `/`. Files are append-only. Every failure carries
 * the system's code (`ENOENT`, `ENOSPC`, …): see `systemCodeOf`.
 *
 * Durability is as POSIX promises it and no more: bytes survive a crash once `sync` of their file has resolved, names once
 * `syncFolder` of the folder that holds them has. A `sync` that failed is not repeated: the system may have dropped the bytes.
 */
export interface FileSystem {
  /** Makes a new file for appending; EEXIST when the name is taken. */
  create(path: string): Promise<WritableFile>;
  /** As {@link FileSystem.create}, at once: for a writer inside a synchronous step. */
  createSync(path: string): WritableFile;
  /** Opens an existing file for reading. Follows links. */
  open(path: string): Promise<ReadableFile>;
  /** Makes one folder; EEXIST when the name is taken, ENOENT when its parent is missing. */
  makeFolder(path: string): Promise<void>;
  /** Names in a folder, sorted. */
  list(path: string): Promise<readonly FolderEntry[]>;
  /** What stands at the path, links not followed; null when nothing does. */
  inspect(path: string): Promise<{ readonly kind: PathKind; readonly size: number } | null>;
  /** The path with every link resolved; ENOENT when it does not exist. */
  realPath(path: string): Promise<string>;
  /** A second name for a file: EEXIST when `to` is taken, ENOENT when `from` or a folder is missing, EXDEV between devices. */
  link(from: string, to: string): Promise<void>;
  /** Atomic. Replaces a file at `to`; a folder at `to` must be empty. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file's name. */
  remove(path: string): Promise<void>;
  /** Removes an empty folder. */
  removeFolder(path: string): Promise<void>;
  /** Makes the names in a folder durable. */
  syncFolder(path: string): Promise<void>;
}

export type PathKind = 'file' | 'folder' | 'link' | 'other';

export interface FolderEntry {
  readonly name: string;
  readonly kind: PathKind;
}

export interface WritableFile {
  readonly path: string;
  /** Appends all bytes. Calls do not overlap. */
  write(bytes: Uint8Array): Promise<void>;
  /** Appends all bytes before it returns. */
  writeSync(bytes: Uint8Array): void;
  /** Makes the bytes written so far durable. */
  sync(): Promise<void>;
  /** Idempotent. */
  close(): Promise<void>;
}

export interface ReadableFile {
  readonly size: number;
  /** Fewer bytes than asked for only at the end of the file. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** Idempotent. */
  close(): Promise<void>;
}
