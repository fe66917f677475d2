/** The cursor of the first page: none. */
export const firstPage = undefined as string | undefined;

export function nextPage(page: { readonly nextCursor: string | null }): string | undefined {
  return page.nextCursor ?? undefined;
}
