import { z } from 'zod';
import { checkpointStatus } from './checkpoint.schema.ts';
import { pageOf, request, response } from './named-schema.ts';
import { count, duration, folderPath, plainText, size, timestamp, uuid } from './scalar.ts';

export const savepoint = response(
  'Savepoint',
  z.object({
    id: uuid.meta({ description: 'The snapshot id: what a restore takes.' }),
    jobId: uuid.describe('The job it was taken of, which may be deleted meanwhile.'),
    jobName: z.string().describe('Name of that job when it was taken.'),
    name: z.string().describe('For people; empty where none was given.'),
    note: z.string().describe('For people; empty where none was given.'),
    pinned: z.boolean().meta({ description: 'A pinned savepoint is not deleted.' }),
    status: checkpointStatus,
    checkpointId: count.describe('Number of its barrier.'),
    path: z.string().nullable().describe('Its folder; null until it is complete.'),
    stateSize: size,
    triggerTimestamp: timestamp,
    endToEndDuration: duration
      .nullable()
      .describe('Milliseconds from the trigger until it was complete or failed; null until then.'),
    failureMessage: z.string().nullable().describe('Why it failed; null where it did not.'),
  }),
);
export const savepointPage = pageOf('SavepointPage', savepoint);

export const triggerSavepointRequest = request(
  'TriggerSavepointRequest',
  z.strictObject({
    name: plainText(200).optional().describe('For people; empty by default.'),
    note: plainText(2000).optional().describe('For people.'),
    directory: folderPath
      .optional()
      .meta({ description: 'A folder below a snapshot root; the default one otherwise.' }),
  }),
);
export const patchSavepointRequest = request(
  'PatchSavepointRequest',
  z
    .strictObject({
      name: plainText(200).min(1).optional().describe('The new name.'),
      note: plainText(2000).optional().describe('The new note.'),
      pinned: z.boolean().optional().describe('true: it is kept until it is unpinned.'),
    })
    .refine((value) => Object.keys(value).length > 0, 'Give at least one of name, note and pinned.')
    .meta({ minProperties: 1 }),
);
