import { describe, expect, it } from 'vitest';
import { jobSpecJsonSchema } from './json-schema.ts';
import { operatorTypes } from './operators/operator-schema.ts';

describe('jobSpecJsonSchema', () => {
  const schema = jobSpecJsonSchema();

  it('asks only for what a person must write', () => {
    expect(schema).toMatchObject({ type: 'object', required: ['name', 'operators'], additionalProperties: false });
  });

  it('offers every operator type', () => {
    const text = JSON.stringify(schema);
    for (const type of operatorTypes) expect(text).toContain(`"const":"${type}"`);
  });

  it('says of every field what it means', () => {
    const fields = fieldsOf(schema);
    expect(fields.length).toBeGreaterThan(100);
    const silent = fields.filter(({ field }) => !('description' in field) && !('const' in field));
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it('is JSON', () => {
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });
});

type Json = Readonly<Record<string, unknown>>;

/** Every property of every object in a schema, wherever it stands. */
function fieldsOf(schema: unknown, path = ''): readonly { readonly path: string; readonly field: Json }[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) => {
    const inner = fieldsOf(value, `${path}/${key}`);
    if (key !== 'properties') return inner;
    const fields = Object.entries(value as Readonly<Record<string, Json>>);
    return [...fields.map(([name, field]) => ({ path: `${path}/${name}`, field })), ...inner];
  });
}
