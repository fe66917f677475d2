import { createHash } from 'node:crypto';

const finalPattern = /^part-(\d{1,4})-(\d{1,15})\.(?:jsonl|csv)$/;
const temporaryPattern = /^\.part-(\d{1,4})-(\d{1,15})\.(?:jsonl|csv)\.([0-9a-f]{12})\.epoch-(\d{1,16})$/;

/** One file of a sink: which subtask began it, and its number, which rises. */
export interface PartName {
  readonly subtask: number;
  readonly number: number;
}

/** A file that is not finished: its name says whose it is and which attempt wrote it. */
export interface TemporaryName extends PartName {
  readonly owner: string;
  readonly epoch: number;
}

/** Tells the files of this operator of this job from those of others in the same folder. */
export function ownerOf(jobId: string, uid: string): string {
  return createHash('sha256').update(`${jobId}/${uid}`).digest('hex').slice(0, 12);
}

export function finalName({ subtask, number }: PartName, extension: string): string {
  return `part-${subtask}-${number}.${extension}`;
}

export function temporaryName(name: TemporaryName, extension: string): string {
  return `.${finalName(name, extension)}.${name.owner}.epoch-${name.epoch}`;
}

/** The subtask and number of a finished or unfinished file of any owner; undefined for other names. */
export function parsePartName(name: string): PartName | undefined {
  const match = finalPattern.exec(name) ?? temporaryPattern.exec(name);
  return match ? { subtask: Number(match[1]), number: Number(match[2]) } : undefined;
}

export function parseTemporaryName(name: string): TemporaryName | undefined {
  const match = temporaryPattern.exec(name);
  if (match === null) return undefined;
  return { subtask: Number(match[1]), number: Number(match[2]), owner: String(match[3]), epoch: Number(match[4]) };
}
