import { messageOf, PlatformError } from '@weir/kernel';

export const storeErrorCodes = [
  /** Postgres cannot be reached, is starting or stopping, or did not answer in time. */
  'DATABASE_UNAVAILABLE',
] as const;
export type StoreErrorCode = (typeof storeErrorCodes)[number];

export class StoreError extends PlatformError<StoreErrorCode> {
  constructor(cause: unknown) {
    super('DATABASE_UNAVAILABLE', `Postgres cannot be reached (${messageOf(cause)}). Try again in a moment.`, true, {
      cause,
    });
  }
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
/** Admin shutdown, crash shutdown, cannot connect now, too many connections, query canceled by a time-out, lock not available. */
const sqlStates = new Set(['57P01', '57P02', '57P03', '53300', '57014', '55P03', '25P03']);
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

/** Whether an error says that the database is away, rather than that a statement was wrong. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (systemCodes.has(code) || sqlStates.has(code) || code.startsWith('08')) return true;
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(isUnavailable);
  return messages.some((text) => error.message.includes(text));
}

/** A deadlock or a serialization failure: the same transaction may succeed at once. */
export function isWorthRepeating(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === '40P01' || code === '40001';
}
