import { createHash } from 'node:crypto';

const pattern = /^(\.?)part-([0-9a-f]{12})-(\d{1,16})-(\d{1,4})-(\d{1,15})\.(?:jsonl|csv)$/;

/** One file of a sink, told from every other: whose it is, the attempt and the subtask that began it, and its number, which rises. */
export interface PartName {
  readonly owner: string;
  readonly epoch: number;
  readonly subtask: number;
  readonly number: number;
}

/** Tells the files of this operator of this job from those of others in the same folder. */
export function ownerOf(jobId: string, uid: string): string {
  return createHash('sha256').update(`${jobId}/${uid}`).digest('hex').slice(0, 12);
}

/** The name of a finished file. */
export function finalName({ owner, epoch, subtask, number }: PartName, extension: string): string {
  return `part-${owner}-${epoch}-${subtask}-${number}.${extension}`;
}

/** The name of the same file until a completed checkpoint covers it. */
export function temporaryName(name: PartName, extension: string): string {
  return `.${finalName(name, extension)}`;
}

/** What a file's name tells, and whether it is finished; undefined when no sink has given it. */
export function parsePartName(name: string): (PartName & { readonly isFinished: boolean }) | undefined {
  const match = pattern.exec(name);
  if (match === null) return undefined;
  const [, dot, owner, epoch, subtask, number] = match;
  return {
    owner: String(owner),
    epoch: Number(epoch),
    subtask: Number(subtask),
    number: Number(number),
    isFinished: dot === '',
  };
}
