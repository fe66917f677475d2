import { analyzeJob, jobExamples, jobSpecParts, jobSpecSchema, operatorTypes, type OperatorType } from '@weir/job-spec';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openApiDocument } from './document.ts';

type Json = Readonly<Record<string, unknown>>;

// As a reader of the document sees it: text, and nothing of the schemas that it came from.
const text = JSON.stringify(openApiDocument());
const components = (JSON.parse(text) as { components: { schemas: Readonly<Record<string, Json>> } }).components.schemas;
const $defs = JSON.parse(JSON.stringify(components).replaceAll('"#/components/schemas/', '"#/$defs/')) as Readonly<
  Record<string, z.core.JSONSchema.JSONSchema>
>;

/** What the document says of a component, as something that checks values. */
function documented(name: string): z.ZodType {
  const $schema = 'https://json-schema.org/draft/2020-12/schema';
  return z.fromJSONSchema({ $schema, $defs, ...$defs[name] }, { registry: z.registry() });
}

const checks = {
  JobSpec: documented('JobSpec'),
  JobSpecInput: documented('JobSpecInput'),
  JobSpecRequest: documented('JobSpecRequest'),
};

function conforms(name: keyof typeof checks, value: unknown): boolean {
  return checks[name].safeParse(value).success;
}

const examples = new URL('../../../../examples/', import.meta.url);
const files = readdirSync(examples).filter((name) => name.endsWith('.json'));
const readExample = (file: string): Json => JSON.parse(readFileSync(new URL(file, examples), 'utf8')) as Json;

/** One of each type with each of its fields; a type without one does not compile. */
const operators: Readonly<Record<OperatorType, Json>> = {
  elements: {
    uid: 'elements',
    rows: [
      { word: 'a', n: 1, even: null },
      { word: 'b', n: 2, even: true },
    ],
    name: 'Rows',
    chain: false,
  },
  datagen: {
    uid: 'datagen',
    rows: 10,
    rowsPerSecond: 0.5,
    seed: 7,
    parallelism: 2,
    columns: {
      a: { kind: 'sequence', start: -1, step: 2 },
      b: { kind: 'int', min: 0, max: 9, skew: 2, salt: 1 },
      c: { kind: 'double', min: -1, max: 1, decimals: 2, salt: 1 },
      d: { kind: 'string', prefix: 'd-', cardinality: 5, names: ['x'], hot: 2, salt: 1 },
      e: { kind: 'choice', values: ['x', 'y'], skew: 1, salt: 1 },
      f: { kind: 'sentence', words: 2, dictionary: ['x', 'y'], skew: 1, capitalize: false, salt: 1 },
      g: { kind: 'sentence', dictionary: 100 },
      h: { kind: 'timestamp', start: 0, stepMs: 5, every: 2, jitterMs: 10, salt: 1 },
    },
  },
  'socket-text': { uid: 'socket-text', host: 'localhost', port: 9999, delimiter: ';', maxRetries: -1 },
  map: { uid: 'map', input: 'elements', select: { upper: 'UPPER(word)' }, keep: true },
  filter: { uid: 'filter', input: 'map', where: 'n > 0' },
  'flat-map': {
    uid: 'flat-map',
    input: 'filter',
    split: { column: 'upper', separator: '\\s+', as: 'part', keepEmpty: true },
  },
  union: { uid: 'union', inputs: ['flat-map', 'flat-map-too'] },
  aggregate: {
    uid: 'aggregate',
    input: 'union',
    keyBy: ['part'],
    aggregates: { count: 'COUNT(*)' },
    emit: 'latest-per-batch',
  },
  print: { uid: 'print', input: 'aggregate', limit: 10 },
  blackhole: { uid: 'blackhole', input: 'datagen' },
  file: { uid: 'file', input: 'socket-text', path: 'lines', format: 'csv', rollBytes: '64 MiB' },
};

const everything: Json = {
  name: 'everything',
  parallelism: 2,
  maxParallelism: 128,
  checkpointing: {
    interval: '5s',
    mode: 'AT_LEAST_ONCE',
    timeout: '1min',
    minPause: '1s',
    maxConcurrentCheckpoints: 2,
    tolerableFailedCheckpoints: 0,
    failOnCheckpointingErrors: true,
    retention: { completed: 3, onCancellation: 'DELETE' },
  },
  stateBackend: { type: 'hashmap' },
  checkpointStorage: { type: 'filesystem', path: 'everything' },
  restartStrategy: { type: 'fixed-delay', attempts: 3, delay: '1s' },
  operators: [
    ...operatorTypes.map((type) => ({ type, ...operators[type] })),
    { ...operators['flat-map'], type: 'flat-map', uid: 'flat-map-too' },
  ],
};

describe('the job spec in the document', () => {
  it.each(files)('takes %s of the examples', (file) => {
    expect(conforms('JobSpecInput', readExample(file))).toBe(true);
    expect(conforms('JobSpecRequest', { ...readExample(file), start: false })).toBe(true);
  });

  it.each(jobExamples)('takes $id, which stands beside the operation', ({ spec }) => {
    expect(conforms('JobSpecRequest', spec)).toBe(true);
  });

  it('takes every operator type with all of its fields, as the analysis does', () => {
    const result = analyzeJob(everything);
    expect(result.ok ? [] : result.diagnostics).toEqual([]);
    expect(conforms('JobSpecRequest', everything)).toBe(true);
  });

  it.each(operatorTypes)('knows %s by its type alone', (type) => {
    const one = { name: 'one', operators: [{ ...operators[type], type }] };
    expect(conforms('JobSpecInput', one)).toBe(true);
    expect(conforms('JobSpecInput', { ...one, operators: [{ ...operators[type], type: `${type}s` }] })).toBe(false);
    expect(conforms('JobSpecInput', { ...one, operators: [{ ...operators[type] }] })).toBe(false);
    expect(conforms('JobSpecInput', { ...one, operators: [{ ...operators[type], type, unheard: 1 }] })).toBe(false);
  });

  it.each([
    { restartStrategy: { type: 'fixed' } },
    { restartStrategy: { type: 'none', attempts: 1 } },
    { checkpointing: { interval: 5_000 } },
    { checkpointing: { mode: 'AT_MOST_ONCE' } },
    { checkpointing: { retention: { completed: 0 } } },
    { stateBackend: { type: 'rocksdb' } },
    { checkpointStorage: { type: 's3' } },
    { parallelism: 129 },
    { operators: [] },
    { operators: undefined },
    { unheard: 1 },
    { start: 'later' },
  ])('refuses %j', (change) => {
    expect(conforms('JobSpecRequest', { ...everything, ...change })).toBe(false);
  });

  it('leaves start out of the spec of a job that is there', () => {
    expect(conforms('JobSpecInput', { ...everything, start: false })).toBe(false);
  });

  it('is nowhere stricter than the schema that judges a spec', () => {
    const strange = [null, true, -1, 0, 1.5, 1e18, '', 'x', '5s', [], ['x'], {}, { type: 'x' }, { kind: 'int' }];
    const changed = placesOf(everything).flatMap((path) => strange.map((value) => withValue(everything, path, value)));
    const judgedRight = changed.filter((spec) => jobSpecSchema.safeParse(spec).success);
    expect(judgedRight.filter((spec) => !conforms('JobSpecInput', spec))).toEqual([]);
    expect(judgedRight.length).toBeGreaterThan(50);
  });
});

describe('the stored spec in the document', () => {
  it.each([...jobExamples.map(({ spec }) => spec as Json), everything])('is what $name becomes', (written) => {
    const result = analyzeJob(written);
    if (!result.ok) throw new Error('The spec has errors.');
    expect(conforms('JobSpec', JSON.parse(JSON.stringify(result.job.spec)))).toBe(true);
  });

  it('promises the defaults that a caller may leave out', () => {
    expect(conforms('JobSpec', readExample('word-count.json'))).toBe(false);
    expect(components['CheckpointSettings']?.['required']).toEqual([
      'mode',
      'timeout',
      'minPause',
      'maxConcurrentCheckpoints',
      'tolerableFailedCheckpoints',
      'retention',
    ]);
    expect(components['CheckpointSettingsInput']).not.toHaveProperty('required');
    expect(components['JobSpec']?.['required']).toContain('restartStrategy');
  });
});

describe('the parts of the job spec', () => {
  it('are all components, and twice only where a default makes a difference', () => {
    for (const { name } of jobSpecParts) {
      expect(components).toHaveProperty(name);
      const { [`${name}Input`]: written } = components;
      if (written !== undefined) expect(written).not.toEqual(components[name]);
    }
    expect(Object.keys(components)).toEqual(expect.arrayContaining(['FilterOperator', 'MapOperatorInput']));
    expect(Object.keys(components)).not.toContain('FilterOperatorInput');
  });

  it.each(['Operator', 'OperatorInput', 'RestartStrategy', 'RestartStrategyInput', 'ColumnGenerator'])(
    'of %s are told apart by a constant that the discriminator maps',
    (name) => {
      const { oneOf, discriminator } = components[name] as {
        oneOf: { $ref: string }[];
        discriminator: { propertyName: string; mapping: Readonly<Record<string, string>> };
      };
      expect(Object.values(discriminator.mapping)).toEqual(oneOf.map(({ $ref }) => $ref));
      for (const [value, reference] of Object.entries(discriminator.mapping)) {
        const { properties } = components[reference.split('/').at(-1) ?? ''] as { properties: Json };
        expect(properties[discriminator.propertyName]).toMatchObject({ enum: [value] });
      }
    },
  );

  it('maps every operator type', () => {
    const { mapping } = (components['OperatorInput'] as { discriminator: { mapping: Json } }).discriminator;
    expect(Object.keys(mapping)).toEqual(operatorTypes);
  });

  it('keep the document within what a browser shows at once', () => {
    expect(text.length).toBeLessThan(250_000);
  });
});

type Path = readonly (string | number)[];

function placesOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Array.isArray(value)
    ? value.flatMap((item, index) => placesOf(item, [...path, index]))
    : Object.entries(value).flatMap(([name, item]) => placesOf(item, [...path, name]));
  return path.length === 0 ? inner : [path, ...inner];
}

function withValue(whole: unknown, [first, ...rest]: Path, value: unknown): unknown {
  if (first === undefined) return value;
  if (Array.isArray(whole))
    return whole.map((item: unknown, index) => (index === first ? withValue(item, rest, value) : item));
  const owner = whole as Json;
  return { ...owner, [first]: withValue(owner[first], rest, value) };
}
