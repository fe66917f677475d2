import { z } from 'zod';
import { checkpointStatus } from './checkpoint.schema.ts';
import { pageOf, request, response } from './named-schema.ts';
import { count, duration, folderPath, plainText, size, timestamp, uuid } from './scalar.ts';

export const savepoint = response(
  'Savepoint',
  z.object({
    id: uuid.meta({ description: 'The snapshot id: what a restore takes.' }),
    jobId: uuid,
    jobName: z.string(),
    name: z.string(),
    note: z.string(),
    pinned: z.boolean().meta({ description: 'A pinned savepoint is not deleted.' }),
    status: checkpointStatus,
    checkpointId: count,
    path: z.string().nullable(),
    stateSize: size,
    triggerTimestamp: timestamp,
    endToEndDuration: duration.nullable(),
    failureMessage: z.string().nullable(),
  }),
);
export const savepointPage = pageOf('SavepointPage', savepoint);

export const triggerSavepointRequest = request(
  'TriggerSavepointRequest',
  z.strictObject({
    name: plainText(200).optional(),
    note: plainText(2000).optional(),
    directory: folderPath
      .optional()
      .meta({ description: 'A folder below a snapshot root; the default one otherwise.' }),
  }),
);
export const patchSavepointRequest = request(
  'PatchSavepointRequest',
  z
    .strictObject({
      name: plainText(200).min(1).optional(),
      note: plainText(2000).optional(),
      pinned: z.boolean().optional(),
    })
    .refine((value) => Object.keys(value).length > 0, 'Give at least one of name, note and pinned.')
    .meta({ minProperties: 1 }),
);
