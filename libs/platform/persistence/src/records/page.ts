/** Where a list goes on. Lists run from new to old, so `rank` and `id` are those of the last item handed out. */
export interface PageRequest {
  readonly limit: number;
  readonly after: Position | null;
}

export interface Position {
  readonly rank: number;
  readonly id: string;
}

/** `next` is null on the last page. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: Position | null;
}

/** Makes a page of up to `limit` items out of `limit + 1` rows. */
export function pageOf<Item>(rows: readonly Item[], limit: number, positionOf: (item: Item) => Position): Page<Item> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? positionOf(last) : null };
}
