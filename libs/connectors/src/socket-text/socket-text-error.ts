import { PlatformError, type PlatformErrorOptions } from '@weir/kernel';

export const socketTextErrorCodes = [
  /** The server could not be reached, or the connection broke, more often than `maxRetries` allows. */
  'CONNECTION_LOST',
  /** The server lets jobs reach no address of this kind. */
  'ADDRESS_NOT_ALLOWED',
  /** No delimiter within the largest line allowed. */
  'LINE_TOO_LONG',
] as const;
export type SocketTextErrorCode = (typeof socketTextErrorCodes)[number];

export class SocketTextError extends PlatformError<SocketTextErrorCode> {
  constructor(code: SocketTextErrorCode, message: string, options: PlatformErrorOptions = {}) {
    super(code, message, code === 'CONNECTION_LOST', options);
  }
}
