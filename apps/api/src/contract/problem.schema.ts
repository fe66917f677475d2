import { z } from 'zod';
import { response } from './named-schema.ts';

export const problemItem = response(
  'ProblemItem',
  z.object({
    pointer: z.string().meta({
      description:
        'JSON Pointer into the request body; for a query or path parameter its name after "#query/" or "#path/".',
    }),
    code: z.string(),
    message: z.string(),
  }),
);

/** RFC 9457, with a stable `code` and a list of what is wrong. */
export const problem = response(
  'Problem',
  z.object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string().meta({ description: 'Stable name of the error, to be matched by programs.' }),
    detail: z.string(),
    errors: z.array(problemItem),
  }),
);
export type Problem = z.output<typeof problem>;
