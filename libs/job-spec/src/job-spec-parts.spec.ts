import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import { jobExamples } from './examples.ts';
import { jobSpecSchema, storedJobSpecSchema, type JobSpec } from './job-spec.ts';
import { jobSpecParts } from './job-spec-parts.ts';
import { generatorSchema } from './operators/generator-schemas.ts';
import { operatorSchemas } from './operators/operator-schema.ts';
import { restartStrategySchema } from './settings/restart-strategy.ts';

describe('storedJobSpecSchema', () => {
  it('has the type of a parsed spec', () => {
    expectTypeOf<z.output<typeof storedJobSpecSchema>>().toEqualTypeOf<JobSpec>();
  });

  it.each(jobExamples)('takes what $id becomes as it is', ({ spec }) => {
    const stored = jobSpecSchema.parse(spec);
    expect(storedJobSpecSchema.parse(stored)).toEqual(stored);
  });

  it('takes what hardly says anything as well', () => {
    const operators = [{ uid: 'a', type: 'elements', rows: [{ x: 1 }] }];
    const stored = jobSpecSchema.parse({ name: 'little', operators });
    expect(storedJobSpecSchema.parse(stored)).toEqual(stored);
    expect(stored).toMatchObject({
      restartStrategy: { type: 'none' },
      checkpointing: { tolerableFailedCheckpoints: 0 },
    });
  });
});

describe('jobSpecParts', () => {
  it('has a name of its own for each', () => {
    const names = jobSpecParts.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
    expect(names.filter((name) => name.endsWith('Input'))).toEqual([]);
  });

  it.each([
    ['operator type', operatorSchemas],
    ['generator', generatorSchema.options],
    ['restart strategy', restartStrategySchema.options],
  ])('holds every %s', (_, schemas: readonly z.ZodType[]) => {
    const written = new Set(jobSpecParts.map((part) => part.written));
    expect(schemas.filter((schema) => !written.has(schema))).toEqual([]);
  });
});
