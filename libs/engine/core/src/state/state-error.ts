import { PlatformError, type PlatformErrorOptions } from '@weir/kernel';

export const stateErrorCodes = [
  /** The restored state has other types than the operator declares. */
  'INCOMPATIBLE_STATE',
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
