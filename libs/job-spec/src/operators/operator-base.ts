import { z } from 'zod';

export const PARALLELISM_MAX = 128;

export const operatorUid = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
    'A uid is 1 to 100 letters, digits, dots, underscores or dashes, and begins with a letter or digit.',
  )
  .describe(
    "Stable identity of the operator's state: as long as it is kept, a new version of the spec finds the state again.",
  );

/** What every operator has. */
export const operatorBase = {
  uid: operatorUid,
  name: z.string().min(1).max(200).describe('For people; by default the uid.').optional(),
  parallelism: z.int().min(1).max(PARALLELISM_MAX).describe("Number of subtasks. By default the job's.").optional(),
  chain: z.boolean().describe('false: never fused with the operator before it.').optional(),
};

/** What a transform or sink with one input has. */
export const singleInput = { input: operatorUid.describe('uid of the operator whose rows it takes.') };
