import type { FileSystem, ReadableFile, WritableFile } from '@weir/engine-core/file-system';
import { isFailpointName } from './failpoint-names.ts';
import { around, aroundAsync, type Failpoints } from './failpoints.ts';

/** Files with a failpoint on both sides of every operation that `area` has one for. */
export function failpointFileSystem(
  files: FileSystem,
  area: 'storage' | 'state' | 'sink',
  failpoints: Failpoints,
): FileSystem {
  const at = <Result>(operation: string, step: () => Promise<Result>): Promise<Result> => {
    const name = `${area}.${operation}`;
    return isFailpointName(name) ? aroundAsync(failpoints, name, step) : step();
  };
  const atOnce = <Result>(operation: string, step: () => Result): Result => {
    const name = `${area}.${operation}`;
    return isFailpointName(name) ? around(failpoints, name, step) : step();
  };
  const writable = (file: WritableFile): WritableFile => ({
    path: file.path,
    write: (bytes) => at('write', () => file.write(bytes)),
    writeSync: (bytes) => atOnce('write', () => file.writeSync(bytes)),
    sync: () => at('sync', () => file.sync()),
    close: () => at('close', () => file.close()),
  });
  return {
    create: (path) => at('create', async () => writable(await files.create(path))),
    createSync: (path) => atOnce('create', () => writable(files.createSync(path))),
    open: (path) => at('open', async (): Promise<ReadableFile> => files.open(path)),
    makeFolder: (path) => at('make-folder', () => files.makeFolder(path)),
    list: (path) => at('list', () => files.list(path)),
    inspect: (path) => files.inspect(path),
    realPath: (path) => files.realPath(path),
    link: (from, to) => at('link', () => files.link(from, to)),
    rename: (from, to) => at('rename', () => files.rename(from, to)),
    remove: (path) => at('remove', () => files.remove(path)),
    removeFolder: (path) => at('remove-folder', () => files.removeFolder(path)),
    syncFolder: (path) => at('sync-folder', () => files.syncFolder(path)),
  };
}
