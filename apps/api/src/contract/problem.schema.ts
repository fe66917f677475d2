import { z } from 'zod';
import { problemCodes } from '../http/problem-table.ts';
import { response } from './named-schema.ts';

export const problemItem = response(
  'ProblemItem',
  z.object({
    pointer: z.string().meta({
      description:
        'JSON Pointer into the request body; for a query or path parameter its name after "#query/" or "#path/".',
    }),
    code: z.string().meta({ description: 'Stable name of what is wrong here.' }),
    message: z.string().meta({ description: 'A sentence for people.' }),
  }),
);

export const problemCode = response(
  'ProblemCode',
  z.enum(problemCodes).describe('Stable name of an error, to be matched by programs.'),
);

/** RFC 9457, with a stable `code` and a list of what is wrong. */
export const problem = response(
  'Problem',
  z.object({
    type: z.string().meta({ description: '`urn:weir:problem:` and the code in lower case.' }),
    title: z.string().describe('The kind of error, in words.'),
    status: z.int().min(400).max(599).meta({ description: 'The HTTP status.' }),
    code: problemCode,
    detail: z.string().meta({ description: 'What happened, with values, and what to do.' }),
    errors: z.array(problemItem).meta({ description: 'Everything that is wrong with the request, each at its place.' }),
  }),
);
export type Problem = z.output<typeof problem>;
