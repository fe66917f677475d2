import { z } from 'zod';
import { ordinal, pageQuery, uuid } from './scalar.ts';

const jobId = uuid.describe('The job.');
export const jobPath = z.object({ jobId });
export const page = z.strictObject(pageQuery);
export const noQuery = z.strictObject({});
/** What the job numbers: `meaning` says what it is. */
export const numberedIn = <Name extends string>(
  name: Name,
  meaning: string,
): z.ZodObject<{ jobId: typeof uuid } & Record<Name, typeof ordinal>> =>
  z.object({ jobId, [name]: ordinal.describe(meaning) } as { jobId: typeof uuid } & Record<Name, typeof ordinal>);
