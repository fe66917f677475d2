import { z } from 'zod';
import type { ColumnSchema, ColumnType } from '../column.ts';
import { columnName } from './column-name.ts';
import { generatorSchema, UINT32_MAX, type GeneratorSpec } from './generator-schemas.ts';
import { operatorBase } from './operator-base.ts';

/** Its columns come in the order in which they are written. */
export const datagenSchema = z
  .strictObject({
    ...operatorBase,
    type: z.literal('datagen'),
    rows: z.int().min(0).max(1e15).describe('How many rows over all subtasks; absent: endless.').optional(),
    rowsPerSecond: z
      .number()
      .min(0.001)
      .max(1e9)
      .describe('Rows per second over all subtasks; absent: as fast as it can.')
      .optional(),
    seed: z.int().min(0).max(UINT32_MAX).describe('32 bits. Another seed makes other rows.').default(0),
    columns: z.record(columnName, generatorSchema).describe('Column name to generator.'),
  })
  .describe(
    'Source of seeded rows, at a rate or as fast as they are taken. It reads on exactly where a snapshot stands.',
  );

/**
 * A generator ready to run; every `salt` is an unsigned 32-bit number. Row `i` (from 0, over all subtasks) of a column is a pure
 * function of `i`, the generator and its salt, in 32-bit integer arithmetic that any language can repeat. With `h = fmix32(i ^ salt)`
 * (the low 32 bits of i), `u = (h >>> 0) / 2^32` and `n` possible values, the drawn index is
 *
 * - without `skew` and `hot`: `(h >>> 0) % n`
 * - with `skew` s > 1: `floor(u * u * … * u * n)`, s factors from left to right: low indexes are frequent
 * - with `hot` k: `(h & 1) === 0 ? (h >>> 1) % k : k + (h >>> 1) % (n - k)`: half of the rows draw from the first k values
 */
export type Generator =
  /** `start + i * step`. BIGINT. */
  | { readonly kind: 'sequence'; readonly start: number; readonly step: number }
  /** `min + index(cardinality)`; `cardinality = max - min + 1`. INT when both ends fit 32 bits, else BIGINT. */
  | {
      readonly kind: 'int';
      readonly min: number;
      readonly cardinality: number;
      readonly skew: number;
      readonly salt: number;
    }
  /** `min + u * (max - min)`. DOUBLE. */
  | { readonly kind: 'double'; readonly min: number; readonly max: number; readonly salt: number }
  /** `(min + (h >>> 0) % cardinality) / scale`; min and scale are integers. DOUBLE. */
  | {
      readonly kind: 'decimal';
      readonly min: number;
      readonly cardinality: number;
      readonly scale: number;
      readonly salt: number;
    }
  /**
   * `names[index]` when the index is below `names.length`, else `template` with `{n}` replaced by `index - names.length`,
   * and `{word}` by `word(index % 10000)` of the built-in dictionary ({@link dictionaryWord}). STRING.
   */
  | {
      readonly kind: 'string';
      readonly template: string;
      readonly cardinality: number;
      readonly names: readonly string[];
      readonly hot: number;
      readonly skew: number;
      readonly salt: number;
    }
  /** `values[index]`: all of the column's type. */
  | {
      readonly kind: 'choice';
      readonly values: readonly string[] | readonly number[] | readonly boolean[];
      readonly skew: number;
      readonly salt: number;
    }
  /**
   * `words` words with one space between; word p is `dictionary[index]` with `h = fmix32((i * words + p) ^ salt)`.
   * A number as dictionary means the first so many built-in words. `capitalize`: the very first letter is a capital. STRING.
   */
  | {
      readonly kind: 'sentence';
      readonly words: number;
      readonly dictionary: number | readonly string[];
      readonly skew: number;
      readonly capitalize: boolean;
      readonly salt: number;
    }
  /** `start + floor(i / every) * stepMs - (h >>> 0) % (jitterMs + 1)`. TIMESTAMP. */
  | {
      readonly kind: 'timestamp';
      readonly start: number;
      readonly stepMs: number;
      readonly every: number;
      readonly jitterMs: number;
      readonly salt: number;
    };

export interface GeneratorColumn {
  readonly column: ColumnSchema;
  readonly generator: Generator;
}

/** The type of the column that a generator makes; undefined when the values of a `choice` are of several types. */
export function generatedType(spec: GeneratorSpec): ColumnType | undefined {
  switch (spec.kind) {
    case 'sequence':
      return 'BIGINT';
    case 'int':
      return isInt32(spec.min) && isInt32(spec.max) ? 'INT' : 'BIGINT';
    case 'double':
      return 'DOUBLE';
    case 'string':
    case 'sentence':
      return 'STRING';
    case 'choice':
      return choiceType(spec.values);
    case 'timestamp':
      return 'TIMESTAMP';
  }
}

function choiceType(values: readonly (string | number | boolean)[]): ColumnType | undefined {
  const kinds = new Set(values.map((value) => typeof value));
  if (kinds.size !== 1) return undefined;
  if (kinds.has('string')) return 'STRING';
  if (kinds.has('boolean')) return 'BOOLEAN';
  if (values.every(isInt32)) return 'INT';
  return values.every(Number.isSafeInteger) ? 'BIGINT' : 'DOUBLE';
}

function isInt32(value: unknown): boolean {
  return typeof value === 'number' && (value | 0) === value;
}
