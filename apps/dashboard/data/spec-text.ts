/** What the text of the editor is: JSON, or where it stops being JSON. */
export type SpecText =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'empty' }
  | { readonly kind: 'not-json'; readonly message: string };

export function readSpecText(text: string): SpecText {
  if (text.trim() === '') return { kind: 'empty' };
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch (error) {
    return { kind: 'not-json', message: error instanceof Error ? error.message : 'This is not JSON.' };
  }
}

export function specToText(spec: unknown): string {
  return `${JSON.stringify(spec, null, 2)}\n`;
}

/** The nearest pointer at or above `pointer` that `known` has: a missing field is marked at its parent. */
export function nearestPointer(pointer: string, known: ReadonlySet<string>): string {
  let current = pointer;
  while (current !== '' && !known.has(current)) current = current.slice(0, current.lastIndexOf('/'));
  return current;
}
