import { z } from 'zod';
import type { ColumnSchema, ColumnType } from '../column.ts';
import { columnName } from './column-name.ts';
import { operatorBase } from './operator-base.ts';

/**
 * The generators of `datagen`. Row `i` (from 0, over all subtasks) of a column is a pure function of `i`, the generator and its salt,
 * in 32-bit integer arithmetic that any language can repeat. With `h = fmix32(i ^ salt)` (the low 32 bits of i), `u = (h >>> 0) / 2^32`
 * and `n` possible values, the drawn index is
 *
 * - without `skew` and `hot`: `(h >>> 0) % n`
 * - with `skew` s > 1: `floor(u * u * … * u * n)`, s factors from left to right: low indexes are frequent
 * - with `hot` k: `(h & 1) === 0 ? (h >>> 1) % k : k + (h >>> 1) % (n - k)`: half of the rows draw from the first k values
 */
const UINT32_MAX = 0xffff_ffff;
const MAX_SAFE = Number.MAX_SAFE_INTEGER;

const salt = z
  .int()
  .min(0)
  .max(UINT32_MAX)
  .describe('32 bits that tell this column apart from others; by default made of the seed and the column name.')
  .optional();
const skew = z
  .int()
  .min(1)
  .max(8)
  .describe('Exponent on the uniform draw: 1 (the default) is uniform, greater prefers low values.')
  .default(1);

const sequence = z.strictObject({
  kind: z.literal('sequence'),
  start: z.int().min(-MAX_SAFE).max(MAX_SAFE).default(0),
  step: z.int().min(-1_000_000_000).max(1_000_000_000).default(1),
});

const int = z.strictObject({
  kind: z.literal('int'),
  min: z.int().min(-MAX_SAFE).max(MAX_SAFE).default(0),
  max: z.int().min(-MAX_SAFE).max(MAX_SAFE).describe('Inclusive. At most 2^32 values.'),
  skew,
  salt,
});

const double = z.strictObject({
  kind: z.literal('double'),
  min: z.number().min(-1e300).max(1e300).default(0),
  max: z.number().min(-1e300).max(1e300).default(1),
  decimals: z.int().min(0).max(9).describe('Draw among the numbers with so many decimals, `max` included.').optional(),
  salt,
});

const string = z.strictObject({
  kind: z.literal('string'),
  prefix: z.string().max(1_000).default(''),
  template: z
    .string()
    .min(1)
    .max(1_000)
    .describe('In place of `prefix`: a text in which {n} is the number and {word} a word of the built-in dictionary.')
    .optional(),
  cardinality: z.int().min(1).max(10_000_000),
  names: z
    .array(z.string().max(1_000))
    .max(1_000)
    .describe('Values for the first indexes; the numbers of `prefix` then count from the end of this list.')
    .default([]),
  hot: z
    .int()
    .min(0)
    .max(10_000_000)
    .describe('Half of the rows draw from the first so many values. 0: none.')
    .default(0),
  skew,
  salt,
});

const choice = z.strictObject({
  kind: z.literal('choice'),
  values: z
    .array(z.union([z.string().max(10_000), z.number(), z.boolean()]))
    .min(1)
    .max(1_000),
  skew,
  salt,
});

const sentence = z.strictObject({
  kind: z.literal('sentence'),
  words: z.int().min(1).max(1_000).default(8),
  dictionary: z
    .union([z.int().min(1).max(17_576), z.array(z.string().min(1).max(100)).min(1).max(10_000)])
    .describe('How many words of the built-in dictionary, or the words themselves.')
    .default(10_000),
  skew: skew.default(3),
  capitalize: z.boolean().default(true),
  salt,
});

const timestamp = z.strictObject({
  kind: z.literal('timestamp'),
  start: z.int().min(-8.64e15).max(8.64e15).describe('Epoch milliseconds.').default(0),
  stepMs: z.int().min(0).max(31_536_000_000).default(1),
  every: z.int().min(1).max(1_000_000_000).describe('So many rows in turn have the same time.').default(1),
  jitterMs: z
    .int()
    .min(0)
    .max(86_400_000)
    .describe('Each row is moved back by 0 to so many milliseconds, which makes rows out of order.')
    .default(0),
  salt,
});

export const generatorSchema = z.discriminatedUnion('kind', [
  sequence,
  int,
  double,
  string,
  choice,
  sentence,
  timestamp,
]);

/** `datagen`: made rows. Its columns come in the order in which they are written. */
export const datagenSchema = z.strictObject({
  ...operatorBase,
  type: z.literal('datagen'),
  rows: z.int().min(0).max(1e15).describe('How many rows over all subtasks; absent: endless.').optional(),
  rowsPerSecond: z.number().min(0.001).max(1e9).describe('Over all subtasks; absent: as fast as it can.').optional(),
  seed: z.int().min(0).max(UINT32_MAX).default(0),
  columns: z.record(columnName, generatorSchema),
});

/** A generator as written in a spec, its defaults filled. */
export type GeneratorSpec = z.output<typeof generatorSchema>;
export type DatagenSpec = z.output<typeof datagenSchema>;

/** A generator ready to run. Every `salt` is an unsigned 32-bit number. See the page's head for how an index is drawn. */
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
