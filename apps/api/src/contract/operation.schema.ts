import { eventTypes, operationKinds, operationStatuses } from '@weir/persistence';
import { z } from 'zod';
import { pageOf, response } from './named-schema.ts';
import { count, timestamp, uuid } from './scalar.ts';

export const operation = response(
  'Operation',
  z.object({
    id: uuid,
    kind: z.enum(operationKinds),
    jobId: uuid,
    runId: uuid.nullable().meta({ description: 'The run it acts on, or the one it brought about.' }),
    status: z.enum(operationStatuses),
    createdAt: timestamp,
    finishedAt: timestamp.nullable(),
    result: z
      .object({
        runId: uuid.nullable(),
        snapshotId: uuid.nullable(),
        checkpointId: count.nullable(),
        path: z.string().nullable(),
      })
      .nullable(),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
  }),
);
export const operationPage = pageOf('OperationPage', operation);

/** The data of one server-sent event; its `event` field is `type`, its `id` field is `sequence`. */
export const event = response(
  'Event',
  z.object({
    sequence: count,
    type: z.enum(eventTypes),
    timestamp,
    jobId: uuid.nullable(),
    runId: uuid.nullable(),
    data: z.record(z.string(), z.unknown()),
  }),
);
