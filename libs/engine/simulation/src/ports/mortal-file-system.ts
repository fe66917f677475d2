import type { FileSystem, ReadableFile, WritableFile } from '@weir/engine-core/file-system';
import type { Life } from './life.ts';

/** A file system as one thread or host sees it: its calls end with its life. What the disk was told before stays told. */
export function mortalFileSystem(files: FileSystem, life: Life): FileSystem {
  const writable = (file: WritableFile): WritableFile => ({
    path: file.path,
    write: (bytes) => life.while(() => file.write(bytes)),
    writeSync: (bytes) =>
      life.call(
        () => file.writeSync(bytes),
        () => undefined,
      ),
    sync: () => life.while(() => file.sync()),
    close: () => life.while(() => file.close()),
  });
  const readable = (file: ReadableFile): ReadableFile => ({
    size: file.size,
    read: (offset, length) => life.while(() => file.read(offset, length)),
    close: () => life.while(() => file.close()),
  });
  return {
    create: (path) => life.while(async () => writable(await files.create(path))),
    createSync: (path) =>
      life.call(
        () => writable(files.createSync(path)),
        () => writable(nobodysFile(path)),
      ),
    open: (path) => life.while(async () => readable(await files.open(path))),
    makeFolder: (path) => life.while(() => files.makeFolder(path)),
    list: (path) => life.while(() => files.list(path)),
    inspect: (path) => life.while(() => files.inspect(path)),
    realPath: (path) => life.while(() => files.realPath(path)),
    link: (from, to) => life.while(() => files.link(from, to)),
    rename: (from, to) => life.while(() => files.rename(from, to)),
    remove: (path) => life.while(() => files.remove(path)),
    removeFolder: (path) => life.while(() => files.removeFolder(path)),
    syncFolder: (path) => life.while(() => files.syncFolder(path)),
  };
}

/** What the dead write into. */
function nobodysFile(path: string): WritableFile {
  const nothing = (): Promise<void> => Promise.resolve();
  return { path, write: nothing, writeSync: () => undefined, sync: nothing, close: nothing };
}
