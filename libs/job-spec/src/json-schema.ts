import { z } from 'zod';
import { jobSpecSchema } from './job-spec.ts';

/** JSON Schema (draft 2020-12) of a job as people write it, for an editor's completion. `analyzeJob` knows more than it can say. */
export function jobSpecJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(jobSpecSchema, { io: 'input', unrepresentable: 'any' });
}
