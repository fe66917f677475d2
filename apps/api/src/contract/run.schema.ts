import { jobStates } from '@weir/persistence';
import { z } from 'zod';
import { pageOf, response } from './named-schema.ts';
import { count, timestamp, uuid } from './scalar.ts';

export const runState = response(
  'RunState',
  z.enum(jobStates).describe('A run has the states of its job; CREATED: no host has taken it yet.'),
);

export const failure = response(
  'Failure',
  z
    .object({
      timestamp,
      code: z.string().describe('Stable name of what went wrong.'),
      message: z.string().describe('What went wrong, for people.'),
      stack: z.string().nullable().describe('Where in the code; null where that says nothing.'),
      operatorUid: z.string().nullable().describe('The operator that failed; null where none did.'),
      subtask: count.nullable().describe('Which of its subtasks, from 0; null where none did.'),
    })
    .describe('Why an attempt or a run failed.'),
);

const restoredFrom = response(
  'RestoredFrom',
  z.object({
    snapshotId: uuid
      .nullable()
      .meta({ description: 'Null when the run was restored by a path this installation does not know.' }),
    path: z.string().describe('Folder of the snapshot.'),
    checkpointId: count.nullable().describe('Number of its barrier; null where the snapshot is not known here.'),
  }),
);

const runFields = {
  id: uuid.describe('What `GET /jobs/{jobId}/runs/{runId}` takes.'),
  number: count.meta({ description: 'Counts the starts of the job, from 1.' }),
  version: count.meta({ description: 'Version of the spec that it runs.' }),
  state: runState,
  startedAt: timestamp.nullable().describe('Epoch milliseconds; null until a host has taken it.'),
  endedAt: timestamp.nullable().describe('Epoch milliseconds; null until it has ended.'),
  nextAttemptAt: timestamp
    .nullable()
    .meta({ description: 'When the next attempt begins, while the run is RESTARTING; null otherwise.' }),
  parallelism: count.describe('Subtasks of each operator that names none itself.'),
  restoredFrom: restoredFrom.nullable().describe('The snapshot that it began from; null where it began empty.'),
  recordsIn: count.meta({
    description: 'Rows that sources have put out since the run began; repeated ones count again.',
  }),
  recordsOut: count.meta({ description: 'Rows that sinks have taken since the run began.' }),
};

export const attempt = response(
  'Attempt',
  z.object({
    epoch: count.meta({ description: 'Rises with every attempt of the job; a stale attempt can publish nothing.' }),
    workerId: z.string().describe('The engine host that ran it.'),
    startedAt: timestamp,
    endedAt: timestamp.nullable().describe('Epoch milliseconds; null until it has ended.'),
    restoredFrom: z
      .object({
        checkpointId: count.describe('Number of the barrier.'),
        path: z.string().describe('Folder of the snapshot.'),
        isSavepoint: z.boolean().describe('false: it is a checkpoint.'),
      })
      .nullable()
      .describe('The snapshot that it began from; null where it began empty.'),
    failure: failure.nullable().describe('Why it ended; null where it did not fail.'),
  }),
);

export const run = response('Run', z.object(runFields));
export const runDetail = response(
  'RunDetail',
  z.object({ ...runFields, attempts: z.array(attempt).describe('Newest first.') }),
);
export const runPage = pageOf('RunPage', runDetail);

export const jobException = response(
  'JobException',
  z.object({
    runId: uuid.describe('The run that failed.'),
    runNumber: count.describe('Its number.'),
    epoch: count.nullable().describe('The attempt that failed; null where the run failed before there was one.'),
    workerId: z.string().nullable().describe('The engine host; null where none had taken the run.'),
    failure,
  }),
);
export const exceptionPage = pageOf('ExceptionPage', jobException);
