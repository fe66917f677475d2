import { eventTypes, operationKinds, operationStatuses } from '@weir/persistence';
import { z } from 'zod';
import { pageOf, response } from './named-schema.ts';
import { count, timestamp, uuid } from './scalar.ts';

export const operation = response(
  'Operation',
  z.object({
    id: uuid,
    kind: z.enum(operationKinds).meta({ description: 'What was asked for.' }),
    jobId: uuid,
    runId: uuid.nullable().meta({ description: 'The run it acts on, or the one it brought about.' }),
    status: z
      .enum(operationStatuses)
      .meta({ description: 'PENDING: no host has taken it yet. SUCCEEDED and FAILED are final; poll until then.' }),
    createdAt: timestamp,
    finishedAt: timestamp.nullable().meta({ description: 'Epoch milliseconds; null until it has ended.' }),
    result: z
      .object({
        runId: uuid.nullable(),
        snapshotId: uuid.nullable(),
        checkpointId: count.nullable(),
        path: z.string().nullable(),
      })
      .nullable()
      .meta({
        description:
          'Of a success: the run that runs now, and the snapshot that was taken (CHECKPOINT, SAVEPOINT, STOP) or begun from (START, RESTART, RESTORE).',
      }),
    error: z.object({ code: z.string(), message: z.string() }).nullable().meta({ description: 'Of a failure: why.' }),
  }),
);
export const operationPage = pageOf('OperationPage', operation);

/** The data of one server-sent event; its `event` field is `type`, its `id` field is `sequence`. */
export const event = response(
  'Event',
  z.object({
    sequence: count.meta({ description: 'Rises over the whole installation; what Last-Event-ID resumes after.' }),
    type: z.enum(eventTypes),
    timestamp,
    jobId: uuid.nullable(),
    runId: uuid.nullable(),
    data: z.record(z.string(), z.unknown()).meta({
      description: 'By type: the new `state`, the `checkpointId`, the `operationId` with its `status`, and the like.',
    }),
  }),
);
