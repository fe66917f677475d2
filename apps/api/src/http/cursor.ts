import type { Page, PageRequest, Position } from '@weir/persistence';
import { HttpError } from './http-error.ts';

/** Parameters of a list that runs by time, then id. Rejects a cursor that such a list did not give out. */
export function datedPage(query: PageQuery): PageRequest {
  return pageRequest(query, /^(\d{1,16})\.([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/);
}

/** Parameters of a list that runs by number. Rejects a cursor that such a list did not give out. */
export function numberedPage(query: PageQuery): PageRequest {
  return pageRequest(query, /^(\d{1,16})\.()$/);
}

export function encodeCursor(position: Position | null): string | null {
  return position === null ? null : Buffer.from(`${position.rank}.${position.id}`).toString('base64url');
}

interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

function pageRequest(query: PageQuery, pattern: RegExp): PageRequest {
  if (query.cursor === undefined) return { limit: query.limit, after: null };
  const match = pattern.exec(Buffer.from(query.cursor, 'base64url').toString('latin1'));
  const position = { rank: Number(match?.[1]), id: match?.[2] ?? '' };
  if (match === null || !Number.isSafeInteger(position.rank) || encodeCursor(position) !== query.cursor) {
    const message = 'Is not a cursor this list gave out.';
    throw new HttpError('PARAMETER_INVALID', `#query/cursor: ${message}`, [
      { pointer: '#query/cursor', code: 'INVALID_VALUE', message },
    ]);
  }
  return { limit: query.limit, after: position };
}

/** A page as the contract has it. */
export function pageBody<Item, Body>(
  page: Page<Item>,
  toBody: (item: Item) => Body,
): { readonly items: Body[]; readonly nextCursor: string | null } {
  return { items: page.items.map(toBody), nextCursor: encodeCursor(page.next) };
}
