import { describe, expect, it } from 'vitest';
import { openApiDocument } from './document.ts';

type Json = Readonly<Record<string, unknown>>;

function nodesOf(value: unknown): readonly Json[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(nodesOf);
  return Array.isArray(value) ? inner : [value as Json, ...inner];
}

const document = openApiDocument();
const nodes = nodesOf(document);

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
    const { schemas } = document['components'] as { schemas: Readonly<Record<string, Json>> };
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

  it('bounds a change of nothing, and says when to come back', () => {
    const { schemas } = document['components'] as { schemas: Readonly<Record<string, Json>> };
    expect(schemas['PatchSavepointRequest']).toMatchObject({ minProperties: 1 });
    expect(JSON.stringify(document.paths['/api/v1/jobs'])).toContain('Retry-After');
  });
});
