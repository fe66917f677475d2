import { HttpError } from '../http/http-error.ts';

/** The cursor of the output is the position of the last row seen; none asks for the newest rows. */
export function outputPosition(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  const position = Number(cursor);
  if (/^\d{1,16}$/.test(cursor) && Number.isSafeInteger(position)) return position;
  const message = 'Is not a cursor this list gave out.';
  throw new HttpError('PARAMETER_INVALID', `#query/cursor: ${message}`, [
    { pointer: '#query/cursor', code: 'INVALID_VALUE', message },
  ]);
}
