import { z } from 'zod';
import { ordinal, pageQuery, uuid } from './scalar.ts';

export const jobPath = z.object({ jobId: uuid });
export const page = z.strictObject(pageQuery);
export const noQuery = z.strictObject({});
export const numberedIn = <Name extends string>(
  name: Name,
): z.ZodObject<{ jobId: typeof uuid } & Record<Name, typeof ordinal>> =>
  z.object({ jobId: uuid, [name]: ordinal } as { jobId: typeof uuid } & Record<Name, typeof ordinal>);
