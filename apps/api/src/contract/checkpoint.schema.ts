import { checkpointKinds, checkpointStatuses, checkpointTriggers } from '@weir/job-target';
import { z } from 'zod';
import { request, response } from './named-schema.ts';
import { count, duration, size, timestamp, uuid } from './scalar.ts';

export const checkpointStatus = response('CheckpointStatus', z.enum(checkpointStatuses));

const checkpointFields = {
  id: count.meta({ description: "The barrier's number, rising over all runs of the job." }),
  snapshotId: uuid.meta({ description: 'What a restore takes.' }),
  jobId: uuid,
  runId: uuid,
  epoch: count,
  status: checkpointStatus,
  kind: z.enum(checkpointKinds),
  trigger: z.enum(checkpointTriggers),
  incremental: z.boolean(),
  triggerTimestamp: timestamp,
  latestAckTimestamp: timestamp.nullable(),
  endToEndDuration: duration.nullable(),
  checkpointedSize: size.meta({ description: 'Bytes this checkpoint wrote.' }),
  stateSize: size.meta({ description: 'Bytes it refers to.' }),
  processedData: size.meta({ description: 'Bytes processed while barriers were aligned.' }),
  numSubtasks: count,
  numAcknowledgedSubtasks: count,
  externalPath: z.string().nullable(),
  failureReason: z.string().nullable(),
  failureMessage: z.string().nullable(),
  discarded: z.boolean().meta({ description: 'Its files are gone: subsumed by later ones, or cleaned.' }),
};

const channelBarrier = response(
  'ChannelBarrier',
  z.object({ from: z.string(), fromSubtask: count, barrierTimestamp: timestamp, blockedDuration: duration }),
);

const subtaskCheckpoint = response(
  'SubtaskCheckpoint',
  z.object({
    index: count,
    ackTimestamp: timestamp,
    endToEndDuration: duration,
    startDelay: duration,
    alignmentDuration: duration,
    syncDuration: duration,
    asyncDuration: duration,
    checkpointedSize: size,
    stateSize: size,
    processedData: size,
    channels: z.array(channelBarrier),
  }),
);

const operatorCheckpoint = response(
  'OperatorCheckpoint',
  z.object({
    uid: z.string(),
    name: z.string(),
    parallelism: count,
    numAcknowledgedSubtasks: count,
    latestAckTimestamp: timestamp.nullable(),
    endToEndDuration: duration.nullable(),
    checkpointedSize: size,
    stateSize: size,
    processedData: size,
    subtasks: z.array(subtaskCheckpoint),
  }),
);

export const checkpoint = response('Checkpoint', z.object(checkpointFields));
export const checkpointDetail = response(
  'CheckpointDetail',
  z.object({ ...checkpointFields, operators: z.array(operatorCheckpoint) }),
);

const restoredCheckpoint = response(
  'RestoredCheckpoint',
  z.object({
    checkpointId: count,
    path: z.string(),
    isSavepoint: z.boolean(),
    restoreTimestamp: timestamp,
    runId: uuid,
  }),
);

export const checkpointPage = response(
  'CheckpointPage',
  z.object({
    counts: z.object({ total: count, inProgress: count, completed: count, failed: count, restored: count }),
    latest: z.object({
      completed: checkpoint.nullable(),
      failed: checkpoint.nullable(),
      savepoint: checkpoint.nullable(),
      restored: restoredCheckpoint.nullable(),
    }),
    items: z.array(checkpoint).meta({ description: 'Newest first.' }),
    nextCursor: z.string().nullable(),
  }),
);

export const stats = response(
  'Stats',
  z.object({
    min: z.number(),
    max: z.number(),
    avg: z.number(),
    p50: z.number(),
    p90: z.number(),
    p95: z.number(),
    p99: z.number(),
    p999: z.number(),
  }),
);

export const checkpointSummary = response(
  'CheckpointSummary',
  z.object({
    count: count.meta({
      description:
        'Completed checkpoints and savepoints in the stored history. The figures are null when there is none.',
    }),
    endToEndDuration: stats.nullable(),
    checkpointedSize: stats.nullable(),
    stateSize: stats.nullable(),
    processedData: stats.nullable(),
  }),
);

export const triggerCheckpointRequest = request('TriggerCheckpointRequest', z.strictObject({}));
