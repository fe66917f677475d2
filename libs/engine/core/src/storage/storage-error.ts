import { PlatformError, type PlatformErrorOptions } from '@weir/kernel';

export const storageErrorCodes = [
  /** Input or output failed: the message has the system's code (EIO, ENOSPC, …). */
  'IO',
  /** As IO, in the publication of a snapshot, before the manifest was to get its name: certainly nothing was published. */
  'NOT_PUBLISHED',
  /** A higher epoch owns the job. */
  'FENCED',
  'ALREADY_EXISTS',
  'MISSING',
  /** Checksum, digest, size or identity is wrong, or the format is unknown. */
  'DAMAGED',
  /** The path leaves the allowed roots. */
  'NOT_ALLOWED',
  /** More than the storage takes (the memory storage's 5 MiB a state). */
  'TOO_LARGE',
] as const;
export type StorageErrorCode = (typeof storageErrorCodes)[number];

export class StorageError extends PlatformError<StorageErrorCode> {
  constructor(code: StorageErrorCode, message: string, options: PlatformErrorOptions = {}) {
    super(code, message, code === 'IO' || code === 'NOT_PUBLISHED', options);
  }
}
