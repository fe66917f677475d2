import { jobStates } from '@weir/persistence';
import { z } from 'zod';
import { pageOf, response } from './named-schema.ts';
import { count, timestamp, uuid } from './scalar.ts';

/** A run has the states of its job; CREATED means that no host has taken it yet. */
export const runState = response('RunState', z.enum(jobStates));

export const failure = response(
  'Failure',
  z.object({
    timestamp,
    code: z.string(),
    message: z.string(),
    stack: z.string().nullable(),
    operatorUid: z.string().nullable(),
    subtask: count.nullable(),
  }),
);

const restoredFrom = response(
  'RestoredFrom',
  z.object({
    snapshotId: uuid
      .nullable()
      .meta({ description: 'Null when the run was restored by a path this installation does not know.' }),
    path: z.string(),
    checkpointId: count.nullable(),
  }),
);

const runFields = {
  id: uuid,
  number: count.meta({ description: 'Counts the starts of the job, from 1.' }),
  version: count.meta({ description: 'Version of the spec that it runs.' }),
  state: runState,
  startedAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
  nextAttemptAt: timestamp
    .nullable()
    .meta({ description: 'When the next attempt begins, while the run is RESTARTING; null otherwise.' }),
  parallelism: count,
  restoredFrom: restoredFrom.nullable(),
  recordsIn: count.meta({
    description: 'Rows that sources have put out since the run began; repeated ones count again.',
  }),
  recordsOut: count.meta({ description: 'Rows that sinks have taken since the run began.' }),
};

export const attempt = response(
  'Attempt',
  z.object({
    epoch: count.meta({ description: 'Rises with every attempt of the job; a stale attempt can publish nothing.' }),
    workerId: z.string(),
    startedAt: timestamp,
    endedAt: timestamp.nullable(),
    restoredFrom: z.object({ checkpointId: count, path: z.string(), isSavepoint: z.boolean() }).nullable(),
    failure: failure.nullable(),
  }),
);

export const run = response('Run', z.object(runFields));
export const runDetail = response('RunDetail', z.object({ ...runFields, attempts: z.array(attempt) }));
export const runPage = pageOf('RunPage', runDetail);

export const jobException = response(
  'JobException',
  z.object({ runId: uuid, runNumber: count, epoch: count.nullable(), workerId: z.string().nullable(), failure }),
);
export const exceptionPage = pageOf('ExceptionPage', jobException);
