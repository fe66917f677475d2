import { PlatformError, type PlatformErrorOptions } from '@weir/kernel';

export const stateErrorCodes = [
  /** The restored state has other types than the operator declares. */
  'INCOMPATIBLE_STATE',
  /** The restored state was written with another serializer, or with time to live and is declared without, or the other way round. */
  'STATE_MIGRATION',
  /** A value that the state cannot hold: null in a list, or what its serializer cannot write. */
  'INVALID_VALUE',
  /** A key or value outside the limits. */
  'TOO_LARGE',
  'DAMAGED',
] as const;
export type StateErrorCode = (typeof stateErrorCodes)[number];

export class StateError extends PlatformError<StateErrorCode> {
  constructor(code: StateErrorCode, message: string, options: PlatformErrorOptions = {}) {
    super(code, message, false, options);
  }
}
