import { describe, expect, it } from 'vitest';
import { problemTable } from '../http/problem-table.ts';
import { openApiDocument } from './document.ts';

type Json = Readonly<Record<string, unknown>>;

function nodesOf(value: unknown): readonly Json[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(nodesOf);
  return Array.isArray(value) ? inner : [value as Json, ...inner];
}

const document = openApiDocument();
const nodes = nodesOf(document);
const { schemas } = document['components'] as { schemas: Readonly<Record<string, Json>> };

/** Of a schema; a condition on properties (`not`, `if`) describes nothing. */
function propertiesOf({ type, properties }: Json): Readonly<Record<string, Json>> {
  return type === 'object' && properties !== undefined ? (properties as Readonly<Record<string, Json>>) : {};
}

function isDescribed(property: Json): boolean {
  const named = schemas[String(property['$ref']).replace('#/components/schemas/', '')];
  return (property['description'] ?? named?.['description']) !== undefined;
}

describe('the document, as generators of clients read it', () => {
  it('says of every number that it has 64 bits', () => {
    const numbers = nodes.filter(({ type }) => type === 'integer' || type === 'number');
    expect(numbers.length).toBeGreaterThan(100);
    expect(numbers.filter(({ format }) => format !== 'int64' && format !== 'double')).toEqual([]);
  });

  it('has no pattern beside a format, and none with surrogates', () => {
    expect(nodes.filter(({ format }) => format === 'uuid').length).toBeGreaterThan(20);
    expect(nodes.filter(({ format, pattern }) => format === 'uuid' && pattern !== undefined)).toEqual([]);
    expect(nodes.filter(({ pattern }) => typeof pattern === 'string' && pattern.includes('ud800'))).toEqual([]);
  });

  it('gives no two parts one title', () => {
    const titles = Object.values(schemas).flatMap(({ title }) => (title === undefined ? [] : [title]));
    expect(titles.length).toBeGreaterThan(20);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('says where it is served, that nobody is asked who they are, and how long a key may be', () => {
    expect(document).toMatchObject({ servers: [{ url: '/' }], security: [] });
    const keys = nodes.filter(({ name }) => name === 'Idempotency-Key');
    expect(keys.length).toBeGreaterThan(5);
    for (const key of keys) expect(key['schema']).toMatchObject({ maxLength: 200, pattern: '^[!-~]+$' });
  });

  it('says what every property and every parameter means', () => {
    const lacking = nodes.flatMap((node) => [
      ...Object.entries(propertiesOf(node)).filter(([, property]) => !isDescribed(property)),
      ...(node['in'] !== undefined && node['description'] === undefined ? [[node['name'], node]] : []),
    ]);
    expect(nodes.flatMap((node) => Object.keys(propertiesOf(node))).length).toBeGreaterThan(600);
    expect(lacking).toEqual([]);
  });

  it('takes times and sizes for whole numbers', () => {
    const times = nodes.filter(({ description }) => /^(?:Epoch milliseconds|Bytes)\b/.test(String(description)));
    const plain = times.filter(({ type }) => type !== undefined);
    expect(plain.length).toBeGreaterThan(20);
    expect(plain.filter(({ type, format }) => type !== 'integer' || format !== 'int64')).toEqual([]);
  });

  it('says constants as enumerations of one, which generators compare', () => {
    expect(propertiesOf(schemas['PrintSink'] ?? {})['type']).toMatchObject({ enum: ['print'] });
    expect(nodes.filter((node) => typeof node['const'] === 'string')).toEqual([]);
  });

  it('puts no default beside a union or a reference, but into words', () => {
    const unions = nodes.filter((node) => node['anyOf'] !== undefined || node['$ref'] !== undefined);
    expect(unions.filter((node) => node['default'] !== undefined)).toEqual([]);
    expect(schemas['SentenceGeneratorInput']).toMatchObject({
      properties: { dictionary: { description: expect.stringContaining('By default `10000`.') as string } },
    });
  });

  it('lists the codes of problems', () => {
    expect(propertiesOf(schemas['Problem'] ?? {})['code']).toEqual({ $ref: '#/components/schemas/ProblemCode' });
    expect(schemas['ProblemCode']?.['enum']).toEqual(Object.keys(problemTable));
  });

  it('leads from a job that was created, and from what was accepted, to operations that it has', () => {
    const ids = new Set(nodes.map(({ operationId }) => operationId));
    const answers = nodes
      .filter(({ responses }) => responses !== undefined)
      .flatMap((one) => Object.entries(one['responses'] as Json));
    const leading = answers.filter(([status]) => status === '201' || status === '202');
    expect(leading.length).toBeGreaterThan(6);
    for (const [, answer] of leading) {
      const links = Object.values((answer as { links: Record<string, { operationId: string }> }).links);
      expect(links.length).toBeGreaterThan(0);
      for (const { operationId } of links) expect(ids).toContain(operationId);
    }
  });

  it('says which fields exclude each other', () => {
    expect(schemas['StartJobRequest']).toMatchObject({
      dependentSchemas: { snapshotId: { properties: { path: false } } },
    });
    expect(schemas['RestoreJobRequest']).toMatchObject({
      if: { required: ['snapshotId'] },
      then: { not: { required: ['path'] } },
      else: { required: ['path'] },
    });
  });

  it('bounds a change of nothing, and says when to come back', () => {
    expect(schemas['PatchSavepointRequest']).toMatchObject({ minProperties: 1 });
    expect(JSON.stringify(document.paths['/api/v1/jobs'])).toContain('Retry-After');
  });
});
