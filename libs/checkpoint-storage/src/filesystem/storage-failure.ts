import { StorageError, type StorageErrorCode } from '@weir/engine-core';
import { systemCodeOf } from '@weir/engine-core/file-system';
import { messageOf } from '@weir/kernel';

interface Explanation {
  readonly code: StorageErrorCode;
  readonly what: string;
  readonly advice: string;
}

const explanations: Readonly<Record<string, Explanation>> = {
  ENOSPC: { code: 'IO', what: 'there is no space left', advice: 'Free space on that file system.' },
  EDQUOT: { code: 'IO', what: 'the disk quota is used up', advice: 'Free space or raise the quota.' },
  EROFS: { code: 'IO', what: 'the file system is read-only', advice: 'Mount it writable or choose another folder.' },
  EACCES: { code: 'IO', what: 'permission is denied', advice: 'Give this process access to the folder.' },
  EPERM: { code: 'IO', what: 'the operation is not permitted', advice: 'Give this process access to the folder.' },
  EIO: { code: 'IO', what: 'the device failed', advice: 'Check the disk; the file was given up.' },
  EMFILE: { code: 'IO', what: 'too many files are open', advice: 'Raise the limit of open files (ulimit -n).' },
  ENFILE: { code: 'IO', what: 'too many files are open on this machine', advice: 'Raise the limit of open files.' },
  EFBIG: { code: 'IO', what: 'the file is too large', advice: 'Raise the file size limit (ulimit -f).' },
  ENAMETOOLONG: { code: 'NOT_ALLOWED', what: 'the path is too long', advice: 'Choose a folder with a shorter path.' },
  ENOTDIR: { code: 'MISSING', what: 'a part of the path is not a folder', advice: 'Check the path.' },
  ELOOP: { code: 'MISSING', what: 'the path has too many links', advice: 'Check the path.' },
  EISDIR: { code: 'DAMAGED', what: 'it is a folder, not a file', advice: 'Check what stands there.' },
  ENOENT: {
    code: 'MISSING',
    what: 'it does not exist',
    advice: 'Check the path, and that nothing else removes files there.',
  },
  EEXIST: { code: 'ALREADY_EXISTS', what: 'it exists already', advice: 'Nothing was overwritten.' },
};

/**
 * A failure of the file system as a `StorageError` that says what was being done, where, why it failed and what helps.
 * `doing` continues "While": `writing a state file`.
 */
export function storageFailure(thrown: unknown, doing: string, path: string): StorageError {
  if (thrown instanceof StorageError) return thrown;
  const systemCode = systemCodeOf(thrown);
  const explanation = systemCode === undefined ? undefined : explanations[systemCode];
  const message = explanation
    ? `While ${doing} ${path}: ${explanation.what} (${systemCode}). ${explanation.advice}`
    : `While ${doing} ${path}: ${messageOf(thrown)}`;
  return new StorageError(explanation?.code ?? 'IO', message, {
    cause: thrown,
    details: { path, ...(systemCode === undefined ? {} : { systemCode }) },
  });
}

/** Runs `action`; what it throws becomes a {@link storageFailure}. */
export async function explained<Result>(doing: string, path: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    throw storageFailure(error, doing, path);
  }
}
