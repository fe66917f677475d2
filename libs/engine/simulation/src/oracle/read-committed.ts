import { parsePartName } from '@weir/connectors';
import type { FileSystem } from '@weir/engine-core/file-system';
import { invariant } from '@weir/kernel';

/** Rows of one committed file, in its order, and which file of which subtask and attempt it is. */
export interface CommittedFile {
  readonly epoch: number;
  readonly subtask: number;
  readonly number: number;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** The committed parts of a file sink: names that do not begin with a dot, subtask by subtask in the order in which they were begun. */
export async function readCommitted(files: FileSystem, folder: string): Promise<CommittedFile[]> {
  if ((await files.inspect(folder)) === null) return [];
  const names = (await files.list(folder)).map(({ name }) => name).filter((name) => name.startsWith('part-'));
  const committed = await Promise.all(names.map((name) => readFile(files, folder, name)));
  return committed.sort(
    (left, right) => left.subtask - right.subtask || left.epoch - right.epoch || left.number - right.number,
  );
}

async function readFile(files: FileSystem, folder: string, name: string): Promise<CommittedFile> {
  const part = parsePartName(name);
  invariant(part !== undefined, 'A committed file has a name that no sink gives.', { name });
  const file = await files.open(`${folder}/${name}`);
  const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.read(0, file.size));
  await file.close();
  const rows = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  return { epoch: part.epoch, subtask: part.subtask, number: part.number, rows };
}
