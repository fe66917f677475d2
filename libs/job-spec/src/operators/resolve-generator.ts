import type { ColumnType } from '../column.ts';
import { defaultSalt } from './built-in-dictionary.ts';
import { generatedType, type Generator } from './datagen.ts';
import type { GeneratorSpec } from './generator-schemas.ts';

/** What is wrong with a generator: the option (undefined: the generator as a whole) and a sentence. */
export interface GeneratorProblem {
  readonly option: string | undefined;
  readonly message: string;
}

export type ResolvedGenerator =
  | { readonly ok: true; readonly type: ColumnType; readonly generator: Generator }
  | { readonly ok: false; readonly problem: GeneratorProblem };

const UINT32_COUNT = 2 ** 32;

/** Fills the salt, turns bounds into counts and checks what a schema cannot: options that belong together. */
export function resolveGenerator(
  spec: GeneratorSpec,
  owner: { readonly seed: number; readonly column: string },
): ResolvedGenerator {
  const problem = findProblem(spec);
  if (problem) return { ok: false, problem };
  const type = generatedType(spec);
  if (type === undefined) {
    return {
      ok: false,
      problem: {
        option: 'values',
        message: 'The values are of several types; make them all texts, all numbers or all booleans.',
      },
    };
  }
  const salt = 'salt' in spec && spec.salt !== undefined ? spec.salt : defaultSalt(owner.seed, owner.column);
  return { ok: true, type, generator: toGenerator(spec, salt) };
}

function toGenerator(spec: GeneratorSpec, salt: number): Generator {
  switch (spec.kind) {
    case 'sequence':
      return { kind: 'sequence', start: spec.start, step: spec.step };
    case 'int':
      return { kind: 'int', min: spec.min, cardinality: spec.max - spec.min + 1, skew: spec.skew, salt };
    case 'double':
      return toDouble(spec, salt);
    case 'string':
      return {
        kind: 'string',
        template: spec.template ?? `${spec.prefix}{n}`,
        cardinality: spec.cardinality,
        names: spec.names,
        hot: spec.hot,
        skew: spec.skew,
        salt,
      };
    case 'choice':
      return {
        kind: 'choice',
        values: spec.values as Extract<Generator, { kind: 'choice' }>['values'],
        skew: spec.skew,
        salt,
      };
    case 'sentence':
      return {
        kind: 'sentence',
        words: spec.words,
        dictionary: spec.dictionary,
        skew: spec.skew,
        capitalize: spec.capitalize,
        salt,
      };
    case 'timestamp':
      return {
        kind: 'timestamp',
        start: spec.start,
        stepMs: spec.stepMs,
        every: spec.every,
        jitterMs: spec.jitterMs,
        salt,
      };
  }
}

function toDouble(spec: Extract<GeneratorSpec, { kind: 'double' }>, salt: number): Generator {
  if (spec.decimals === undefined) return { kind: 'double', min: spec.min, max: spec.max, salt };
  const scale = 10 ** spec.decimals;
  const min = Math.round(spec.min * scale);
  return { kind: 'decimal', min, cardinality: Math.round(spec.max * scale) - min + 1, scale, salt };
}

function findProblem(spec: GeneratorSpec): GeneratorProblem | undefined {
  switch (spec.kind) {
    case 'int':
      if (spec.max < spec.min) return { option: 'max', message: `max (${spec.max}) is below min (${spec.min}).` };
      return tooManyValues(spec.max - spec.min + 1, 'max');
    case 'double': {
      if (spec.max < spec.min) return { option: 'max', message: `max (${spec.max}) is below min (${spec.min}).` };
      if (spec.decimals === undefined) return undefined;
      const scale = 10 ** spec.decimals;
      return tooManyValues(Math.round(spec.max * scale) - Math.round(spec.min * scale) + 1, 'decimals');
    }
    case 'string':
      return findStringProblem(spec);
    case 'sequence':
    case 'choice':
    case 'sentence':
    case 'timestamp':
      return undefined;
  }
}

function findStringProblem(spec: Extract<GeneratorSpec, { kind: 'string' }>): GeneratorProblem | undefined {
  if (spec.template !== undefined && spec.prefix !== '') {
    return {
      option: 'template',
      message: 'prefix and template exclude each other; write the prefix into the template.',
    };
  }
  if (/\{n\}|\{word\}/.test(spec.prefix)) {
    return { option: 'prefix', message: '{n} and {word} stand for something only in template.' };
  }
  if (spec.hot > 0 && spec.skew > 1) {
    return { option: 'hot', message: 'hot and skew exclude each other; keep one of them.' };
  }
  if (spec.hot > 0 && spec.hot >= spec.cardinality) {
    return { option: 'hot', message: `hot (${spec.hot}) must be below cardinality (${spec.cardinality}).` };
  }
  return undefined;
}

function tooManyValues(count: number, option: string): GeneratorProblem | undefined {
  if (count <= UINT32_COUNT) return undefined;
  return {
    option,
    message: `${count} different values are asked for; a draw of 32 bits gives at most ${UINT32_COUNT}.`,
  };
}
