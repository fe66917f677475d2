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

  it('is JSON', () => {
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });
});
