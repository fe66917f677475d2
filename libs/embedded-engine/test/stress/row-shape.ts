/**
 * The rows of a pipeline are such that each can be judged by itself. Source `s` makes rows `i` = 0, 1, … below `rows`. Row i lies in split
 * i mod `splits` (datagen deals whole splits to subtasks) and has the key k = i mod `keys`, where `keys` is a multiple of `splits`. So all rows
 * of one key of one source come from one subtask, over one channel, and the one after i is i + keys; those of one split are i + splits.
 */
export interface RowShape {
  readonly sources: 1 | 2;
  readonly rows: number;
  readonly splits: number;
  readonly keys: number;
  readonly keyKind: KeyKind;
}

export const keyKinds = ['INT', 'BIGINT', 'STRING'] as const;
export type KeyKind = (typeof keyKinds)[number];

const keyPrefix = 'key-';

/** The expression that makes the key of column `i`. */
export function keyExpression({ keys, keyKind }: Pick<RowShape, 'keys' | 'keyKind'>): string {
  const key = `MOD(i, ${keys})`;
  switch (keyKind) {
    case 'INT':
      return `CAST(${key} AS INT)`;
    case 'BIGINT':
      return key;
    case 'STRING':
      return `CONCAT('${keyPrefix}', CAST(${key} AS STRING))`;
  }
}

/** The number of a key as it stands in a row; NaN when it is none. */
export function keyNumberOf(key: unknown): number {
  if (typeof key === 'number') return key;
  return typeof key === 'string' ? Number(key.startsWith(keyPrefix) ? key.slice(keyPrefix.length) : key) : NaN;
}

const valueStep = 3;

/** Generator of column `v`: rises with i, so that sums have a closed form. */
export function valueGenerator(source: number): object {
  return { kind: 'sequence', start: firstValue(source), step: valueStep };
}

export function valueOfRow(source: number, i: number): number {
  return firstValue(source) + i * valueStep;
}

function firstValue(source: number): number {
  return 7 + source;
}

/** How many rows of a key one source makes in all. */
export function rowsOfKey({ rows, keys }: Pick<RowShape, 'rows' | 'keys'>, key: number): number {
  return key < rows ? Math.floor((rows - 1 - key) / keys) + 1 : 0;
}

/** The sum of `v` over the first `count` rows of a key of a source. */
export function sumOfKey(
  keys: number,
  lane: { readonly source: number; readonly key: number; readonly count: number },
): number {
  const { source, key, count } = lane;
  const sumOfNumbers = count * key + (keys * count * (count - 1)) / 2;
  return count * firstValue(source) + valueStep * sumOfNumbers;
}
