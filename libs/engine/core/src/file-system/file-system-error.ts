/** A failure as the operating system words it: the in-memory file system's counterpart of Node's error with a `code`. */
export class FileSystemError extends Error {
  override readonly name = 'FileSystemError';
  /** `ENOENT`, `EIO`, … */
  readonly code: string;

  constructor(code: string, operation: string, path: string) {
    super(`${code}: ${operation} '${path}'`);
    this.code = code;
  }
}

/** The system's code of anything that was thrown; undefined when it has none. */
export function systemCodeOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' && /^E[A-Z0-9]+$/.test(thrown.code) ? thrown.code : undefined;
}

/** Whether the thrown value is a failure of the system with one of these codes. */
export function isSystemError(thrown: unknown, ...codes: readonly string[]): boolean {
  const code = systemCodeOf(thrown);
  return code !== undefined && codes.includes(code);
}
