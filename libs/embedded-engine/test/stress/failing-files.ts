import { dirname } from 'node:path/posix';
import type { FileSystem, WritableFile } from '@weir/engine-core/file-system';
import type { FaultSwitch, SwitchedFault } from './fault-switch.ts';

type FileFault = Exclude<SwitchedFault, 'task-throws'>;
type FailingStep = 'create' | 'write' | 'sync' | 'rename' | 'link' | 'sync-folder';

/** Whether a fault may hit this step at this path; `hasLink`: a manifest was linked into that folder and the folder not yet synced. */
const isOpportunity: Readonly<Record<FileFault, (step: FailingStep, path: string, hasLink: boolean) => boolean>> = {
  'state-write-fails': (step) => step === 'create' || step === 'write' || step === 'sync',
  'commit-fails': (step) => step === 'rename' || step === 'sync-folder',
  // Not the steps by which the same storage removes what is no longer needed.
  'publish-fails': (step, path, hasLink) => step === 'link' || hasLink || path.includes('/manifest-'),
};

/**
 * Files on which one kind of fault happens when it is armed: before the step, so that it leaves no trace, but for the sync of a
 * folder, which fails when it is done.
 */
export function failingFiles(files: FileSystem, faults: FaultSwitch, fault: FileFault): FileSystem {
  const linked = new Set<string>();
  const may = (step: FailingStep, path: string): void => {
    if (isOpportunity[fault](step, path, linked.delete(path))) faults.pass(fault, `${step} ${path}`);
  };
  const writable = (file: WritableFile): WritableFile => ({
    path: file.path,
    write: async (bytes) => {
      may('write', file.path);
      await file.write(bytes);
    },
    writeSync: (bytes) => file.writeSync(bytes),
    sync: async () => {
      may('sync', file.path);
      await file.sync();
    },
    close: () => file.close(),
  });
  return {
    create: async (path) => {
      may('create', path);
      return writable(await files.create(path));
    },
    createSync: (path) => writable(files.createSync(path)),
    open: (path) => files.open(path),
    makeFolder: (path) => files.makeFolder(path),
    list: (path) => files.list(path),
    inspect: (path) => files.inspect(path),
    realPath: (path) => files.realPath(path),
    link: async (from, to) => {
      may('link', to);
      await files.link(from, to);
      linked.add(dirname(to));
    },
    rename: async (from, to) => {
      may('rename', to);
      await files.rename(from, to);
    },
    remove: (path) => files.remove(path),
    removeFolder: (path) => files.removeFolder(path),
    syncFolder: async (path) => {
      await files.syncFolder(path);
      may('sync-folder', path);
    },
  };
}
