import { describe, expect, it } from 'vitest';
import { dictionaryWord, fmix32, defaultSalt } from './built-in-dictionary.ts';
import type { Generator } from './datagen.ts';
import { generatorSchema } from './generator-schemas.ts';
import { resolveGenerator } from './resolve-generator.ts';

/** The arithmetic that datagen.ts describes, written down plainly. */
function draw(generator: Generator, i: number): string | number | boolean {
  const h = 'salt' in generator ? fmix32(i ^ generator.salt) : 0;
  switch (generator.kind) {
    case 'sequence':
      return generator.start + i * generator.step;
    case 'int':
      return generator.min + index(h, generator.cardinality, generator.skew);
    case 'double':
      return generator.min + ((h >>> 0) / 2 ** 32) * (generator.max - generator.min);
    case 'decimal':
      return (generator.min + ((h >>> 0) % generator.cardinality)) / generator.scale;
    case 'string': {
      const { hot, cardinality, names } = generator;
      const cold = h >>> 1;
      const hotIndex = (h & 1) === 0 ? cold % hot : hot + (cold % (cardinality - hot));
      const at = hot > 0 ? hotIndex : index(h, cardinality, generator.skew);
      const made = generator.template
        .replaceAll('{n}', String(at - names.length))
        .replaceAll('{word}', dictionaryWord(at % 10_000));
      return names[at] ?? made;
    }
    case 'choice':
      return generator.values[index(h, generator.values.length, generator.skew)] ?? '';
    case 'sentence':
      return sentence(generator, i);
    case 'timestamp':
      return (
        generator.start + Math.floor(i / generator.every) * generator.stepMs - ((h >>> 0) % (generator.jitterMs + 1))
      );
  }
}

function index(h: number, count: number, skew: number): number {
  if (skew === 1) return (h >>> 0) % count;
  const u = (h >>> 0) / 2 ** 32;
  let x = u;
  for (let factor = 1; factor < skew; factor += 1) x *= u;
  return Math.floor(x * count);
}

function sentence(generator: Extract<Generator, { kind: 'sentence' }>, i: number): string {
  const { words, dictionary, skew, salt, capitalize } = generator;
  const count = typeof dictionary === 'number' ? dictionary : dictionary.length;
  const line = Array.from({ length: words }, (_, p) => {
    const at = index(fmix32((i * words + p) ^ salt), count, skew);
    return typeof dictionary === 'number' ? dictionaryWord(at) : dictionary[at];
  }).join(' ');
  return capitalize ? line.charAt(0).toUpperCase() + line.slice(1) : line;
}

function resolve(spec: unknown): Generator {
  const resolved = resolveGenerator(generatorSchema.parse(spec), { seed: 0, column: 'c' });
  if (!resolved.ok) throw new Error(resolved.problem.message);
  return resolved.generator;
}

const channel = { kind: 'string', cardinality: 10_004, hot: 4, salt: 0x3c6ef372 };

/** The vectors of the baseline's page: a Flink program makes the same rows. */
describe('generators of datagen', () => {
  it('make the keys and values of keyed-sum', () => {
    const key = resolve({ kind: 'int', min: 0, max: 99_999, salt: 0x5bd1e995 });
    const text = resolve({ kind: 'string', prefix: 'k', cardinality: 1_000, salt: 0x5bd1e995 });
    const value = resolve({ kind: 'int', min: 0, max: 255, salt: 0x27d4eb2f });
    const rows = [0, 1, 2, 3, 1_000_000, 239_999_999];
    expect(rows.map((i) => draw(key, i))).toEqual([60435, 6684, 9841, 89755, 85384, 51393]);
    expect(rows.map((i) => draw(text, i))).toEqual(['k435', 'k684', 'k841', 'k755', 'k384', 'k393']);
    expect(rows.map((i) => draw(value, i))).toEqual([31, 140, 189, 245, 130, 46]);
  });

  it('make the lines of word-count', () => {
    const line = resolve({ kind: 'sentence', words: 8, dictionary: 10_000, skew: 3, salt: 0x165667b1 });
    expect(draw(line, 0)).toBe('Ryfk xrbb pjazgb ogajq aaa dqhppq pegjsbks gkaqo');
    expect(draw(line, 15_999_999)).toBe('Axl degakvky kbbpewf ocbcbzx hwbx faaixdke hwdcmu daawju');
  });

  it('make the bids', () => {
    const columns = [
      { kind: 'int', min: 1_000, max: 10_999, skew: 2, salt: 0x2545f491 },
      { kind: 'int', min: 2_000, max: 2_999, salt: 0x1b873593 },
      { kind: 'double', min: 1, max: 100_000.99, decimals: 2, salt: 0x7feb352d },
      { ...channel, prefix: 'channel-', names: ['Google', 'Facebook', 'Baidu', 'Apple'] },
      { ...channel, template: 'https://www.example.com/{word}/{word}/item.htm?query=1&channel_id={n}' },
      { kind: 'timestamp', start: 1_700_000_000_000, stepMs: 1, every: 100 },
    ].map(resolve);
    const bid = (i: number): string => columns.map((generator) => draw(generator, i)).join(' ');
    expect(bid(0)).toBe(
      '4744 2326 62925.19 channel-8009 https://www.example.com/fwlknp/fwlknp/item.htm?query=1&channel_id=8013 1700000000000',
    );
    expect(bid(1)).toBe(
      '2800 2409 84850.14 Google https://www.example.com/aaa/aaa/item.htm?query=1&channel_id=0 1700000000000',
    );
    expect(bid(1_000_000)).toBe(
      '2676 2652 60844.65 Facebook https://www.example.com/baak/baak/item.htm?query=1&channel_id=1 1700000010000',
    );
  });

  it('have words that all differ', () => {
    expect(new Set(Array.from({ length: 17_576 }, (_, at) => dictionaryWord(at))).size).toBe(17_576);
  });

  it('take a salt of their own from seed and column', () => {
    const salts = [defaultSalt(0, 'a'), defaultSalt(0, 'b'), defaultSalt(1, 'a')];
    expect(new Set(salts).size).toBe(3);
    expect(salts.every((salt) => Number.isInteger(salt) && salt >= 0 && salt < 2 ** 32)).toBe(true);
  });
});

describe('resolveGenerator', () => {
  it.each([
    [{ kind: 'int', min: 5, max: 4 }, 'max'],
    [{ kind: 'int', min: 0, max: 2 ** 32 }, 'max'],
    [{ kind: 'double', min: 1, max: 0 }, 'max'],
    [{ kind: 'double', min: 0, max: 1e9, decimals: 9 }, 'decimals'],
    [{ kind: 'string', cardinality: 5, hot: 5 }, 'hot'],
    [{ kind: 'string', cardinality: 5, hot: 2, skew: 2 }, 'hot'],
    [{ kind: 'string', cardinality: 5, prefix: 'a', template: 'b{n}' }, 'template'],
    [{ kind: 'string', cardinality: 5, prefix: 'a{n}' }, 'prefix'],
    [{ kind: 'choice', values: ['a', 1] }, 'values'],
  ])('refuses %j', (spec, option) => {
    const resolved = resolveGenerator(generatorSchema.parse(spec), { seed: 0, column: 'c' });
    expect(resolved).toMatchObject({ ok: false, problem: { option } });
  });

  it.each([
    [{ kind: 'sequence' }, 'BIGINT'],
    [{ kind: 'int', max: 5 }, 'INT'],
    [{ kind: 'int', min: 2 ** 31, max: 2 ** 31 + 5 }, 'BIGINT'],
    [{ kind: 'double' }, 'DOUBLE'],
    [{ kind: 'string', cardinality: 1 }, 'STRING'],
    [{ kind: 'choice', values: [1, 2] }, 'INT'],
    [{ kind: 'choice', values: [1, 2 ** 40] }, 'BIGINT'],
    [{ kind: 'choice', values: [1, 2.5] }, 'DOUBLE'],
    [{ kind: 'choice', values: [true, false] }, 'BOOLEAN'],
    [{ kind: 'sentence' }, 'STRING'],
    [{ kind: 'timestamp' }, 'TIMESTAMP'],
  ])('types %j as %s', (spec, type) => {
    expect(resolveGenerator(generatorSchema.parse(spec), { seed: 0, column: 'c' })).toMatchObject({ ok: true, type });
  });
});
