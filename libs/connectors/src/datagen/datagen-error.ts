import { PlatformError } from '@weir/kernel';

export type DatagenErrorCode =
  /** A number left ±2^53, or a time the calendar. */
  'OUT_OF_RANGE';

export class DatagenError extends PlatformError<DatagenErrorCode> {
  constructor(code: DatagenErrorCode, message: string) {
    super(code, message, false);
  }
}
