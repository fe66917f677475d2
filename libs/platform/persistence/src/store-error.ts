import { messageOf, PlatformError } from '@weir/kernel';

export const storeErrorCodes = [
  /** Postgres cannot be reached, is starting or stopping, or did not answer in time. */
  'DATABASE_UNAVAILABLE',
  /** Postgres is there, but what the work needs was held by others for too long. */
  'BUSY',
] as const;
export type StoreErrorCode = (typeof storeErrorCodes)[number];

/** The work was not done and may be tried again. */
export class StoreError extends PlatformError<StoreErrorCode> {
  constructor(code: StoreErrorCode, cause: unknown) {
    const what = code === 'BUSY' ? 'Postgres is busy with other requests' : 'Postgres cannot be reached';
    super(code, `${what} (${messageOf(cause)}). Try again in a moment.`, true, { cause });
  }
}

/** The error as a `StoreError` where trying again may help; null: the statement was wrong. */
export function storeErrorOf(error: unknown): StoreError | null {
  if (isUnavailable(error)) return new StoreError('DATABASE_UNAVAILABLE', error);
  return hasCode(error, busyStates) ? new StoreError('BUSY', error) : null;
}

const systemCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
/** Admin shutdown, crash shutdown, cannot connect now, too many connections, idle in a transaction for too long. */
const awayStates = new Set(['57P01', '57P02', '57P03', '53300', '25P03']);
/** Query canceled by a time-out, lock not available. */
const busyStates = new Set(['57014', '55P03']);
const messages = [
  'Connection terminated',
  'Client has encountered a connection error',
  'timeout exceeded when trying to connect',
  'timeout expired',
  'Query read timeout',
  'Client was closed and is not queryable',
  'Driver not Connected',
  'the database system is',
];

/** Whether an error says that the database is away, rather than that a statement was wrong or had to wait. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  if (systemCodes.has(code) || awayStates.has(code) || code.startsWith('08')) return true;
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(isUnavailable);
  return messages.some((text) => error.message.includes(text));
}

/** A deadlock or a serialization failure: the same transaction may succeed at once. */
export function isWorthRepeating(error: unknown): boolean {
  return hasCode(error, repeatableStates);
}

const repeatableStates = new Set(['40P01', '40001']);

function hasCode(error: unknown, codes: ReadonlySet<string>): boolean {
  return error instanceof Error && codes.has(codeOf(error));
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
