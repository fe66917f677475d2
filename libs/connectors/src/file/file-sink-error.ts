import { systemCodeOf } from '@weir/engine-core/file-system';
import { messageOf, PlatformError, type PlatformErrorOptions } from '@weir/kernel';

export const fileSinkErrorCodes = [
  /** Input or output failed; the message has the system's code. */
  'IO',
  /** The folder would leave the files root. */
  'NOT_ALLOWED',
  /** A file that this sink did not write has the name that its finished file is to get. */
  'NAME_TAKEN',
] as const;
export type FileSinkErrorCode = (typeof fileSinkErrorCodes)[number];

export class FileSinkError extends PlatformError<FileSinkErrorCode> {
  constructor(code: FileSinkErrorCode, message: string, options: PlatformErrorOptions = {}) {
    super(code, message, code === 'IO', options);
  }
}

const advice: Readonly<Record<string, string>> = {
  ENOSPC: 'Free space on that file system.',
  EDQUOT: 'Free space or raise the quota.',
  EROFS: 'Mount the file system writable or choose another files folder.',
  EACCES: 'Give this process access to the folder.',
  EMFILE: 'Raise the limit of open files (ulimit -n).',
  EIO: 'Check the disk.',
};

/** A failure of the file system with what was being done to which path. `doing` continues "While". */
export function fileFailure(thrown: unknown, doing: string, path: string): FileSinkError {
  if (thrown instanceof FileSinkError) return thrown;
  const code = systemCodeOf(thrown);
  const help = code === undefined ? undefined : advice[code];
  const message = `While ${doing} ${path}: ${messageOf(thrown)}.${help === undefined ? '' : ` ${help}`}`;
  return new FileSinkError('IO', message, {
    cause: thrown,
    details: { path, ...(code === undefined ? {} : { systemCode: code }) },
  });
}
