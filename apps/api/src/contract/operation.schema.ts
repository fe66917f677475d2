import { eventTypes, operationKinds, operationStatuses } from '@weir/persistence';
import { z } from 'zod';
import { pageOf, response } from './named-schema.ts';
import { count, timestamp, uuid } from './scalar.ts';

export const operation = response(
  'Operation',
  z.object({
    id: uuid.describe('What `GET /operations/{operationId}` takes.'),
    kind: z.enum(operationKinds).meta({ description: 'What was asked for.' }),
    jobId: uuid.describe('The job that it is about.'),
    runId: uuid.nullable().meta({ description: 'The run it acts on, or the one it brought about.' }),
    status: z
      .enum(operationStatuses)
      .meta({ description: 'PENDING: no host has taken it yet. SUCCEEDED and FAILED are final; poll until then.' }),
    createdAt: timestamp,
    finishedAt: timestamp.nullable().meta({ description: 'Epoch milliseconds; null until it has ended.' }),
    result: z
      .object({
        runId: uuid.nullable().describe('The run that runs now; null where none does.'),
        snapshotId: uuid.nullable().describe('The snapshot, as a restore takes it; null where there is none.'),
        checkpointId: count.nullable().describe('The number of its barrier; null where there is none.'),
        path: z.string().nullable().describe('Its folder; null where there is none.'),
      })
      .nullable()
      .meta({
        description:
          'Of a success: the run that runs now, and the snapshot that was taken (CHECKPOINT, SAVEPOINT, STOP) or begun from (START, RESTART, RESTORE).',
      }),
    error: z
      .object({
        code: z.string().describe('Stable name of what went wrong.'),
        message: z.string().describe('What went wrong, for people.'),
      })
      .nullable()
      .meta({ description: 'Of a failure: why.' }),
  }),
);
export const operationPage = pageOf('OperationPage', operation);

/** The data of one server-sent event; its `event` field is `type`, its `id` field is `sequence`. */
export const event = response(
  'Event',
  z.object({
    sequence: count.meta({ description: 'Rises over the whole installation; what Last-Event-ID resumes after.' }),
    type: z.enum(eventTypes).describe('What has happened.'),
    timestamp,
    jobId: uuid.nullable().describe('The job that it happened to; null where it concerns none.'),
    runId: uuid.nullable().describe('The run that it happened to; null where it concerns none.'),
    data: z.record(z.string(), z.unknown()).meta({
      description: 'By type: the new `state`, the `checkpointId`, the `operationId` with its `status`, and the like.',
    }),
  }),
);
