import type { FileSystem } from '@weir/engine-core/file-system';
import type { CommittedFile } from './check-output.ts';

/** The rows of a file sink's committed parts: names that do not begin with a dot, in the order of their names. */
export async function readCommitted(files: FileSystem, folder: string): Promise<CommittedFile[]> {
  if ((await files.inspect(folder)) === null) return [];
  const names = (await files.list(folder)).map(({ name }) => name).filter((name) => name.startsWith('part-'));
  return Promise.all(names.map((name) => readRows(files, `${folder}/${name}`)));
}

async function readRows(files: FileSystem, path: string): Promise<CommittedFile> {
  const file = await files.open(path);
  const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.read(0, file.size));
  await file.close();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}
