import { checkpointKinds, checkpointStatuses, checkpointTriggers } from '@weir/run-contract';
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
  trigger: z
    .enum(checkpointTriggers)
    .meta({ description: 'The interval, a request, a stop with savepoint, or a schedule.' }),
  incremental: z.boolean().meta({ description: 'Whether it refers to files that earlier checkpoints wrote.' }),
  triggerTimestamp: timestamp,
  latestAckTimestamp: timestamp
    .nullable()
    .meta({ description: 'Epoch milliseconds; null before the first acknowledgement.' }),
  endToEndDuration: duration
    .nullable()
    .meta({ description: 'Milliseconds from the trigger until it was complete or failed.' }),
  checkpointedSize: size.meta({ description: 'Bytes this checkpoint wrote.' }),
  stateSize: size.meta({ description: 'Bytes it refers to.' }),
  processedData: size.meta({ description: 'Bytes processed while barriers were aligned.' }),
  numSubtasks: count,
  numAcknowledgedSubtasks: count,
  externalPath: z
    .string()
    .nullable()
    .meta({ description: 'Its folder, what a restore by path takes; null until complete.' }),
  failureReason: z
    .string()
    .nullable()
    .meta({ description: "Stable name of the reason, as Flink's CheckpointFailureReason." }),
  failureMessage: z.string().nullable(),
  faultless: z.boolean().meta({
    description:
      'It is FAILED though nothing is wrong: a stop, the end of the run, or a later checkpoint made it needless. Never in `latest.failed`.',
  }),
  discarded: z.boolean().meta({ description: 'Its files are gone: subsumed by later ones, or cleaned.' }),
};

const channelBarrier = response(
  'ChannelBarrier',
  z.object({
    from: z.string().meta({ description: 'Uid of the operator that sends.' }),
    fromSubtask: count,
    barrierTimestamp: timestamp.meta({ description: 'When the barrier came. Epoch milliseconds.' }),
    blockedDuration: duration.meta({ description: 'How long the channel stood still until the last barrier came.' }),
  }),
);

const subtaskCheckpoint = response(
  'SubtaskCheckpoint',
  z.object({
    index: count,
    ackTimestamp: timestamp,
    endToEndDuration: duration,
    startDelay: duration.meta({ description: 'From the trigger to the first barrier.' }),
    alignmentDuration: duration.meta({ description: 'From the first barrier to the last.' }),
    syncDuration: duration.meta({ description: 'The synchronous cut, in which no record is processed.' }),
    asyncDuration: duration.meta({ description: 'Writing in the background.' }),
    checkpointedSize: size,
    stateSize: size,
    processedData: size,
    channels: z.array(channelBarrier).meta({
      description:
        'One for each input channel of the task, at the first operator of its chain; empty for a source and for operators chained behind another.',
    }),
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
