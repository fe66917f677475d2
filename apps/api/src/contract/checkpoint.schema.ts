import { checkpointKinds, checkpointStatuses, checkpointTriggers } from '@weir/run-contract';
import { z } from 'zod';
import { nextCursor, request, response } from './named-schema.ts';
import { count, duration, size, timestamp, uuid } from './scalar.ts';

export const checkpointStatus = response(
  'CheckpointStatus',
  z.enum(checkpointStatuses).describe('COMPLETED: every subtask has written its part, and it can be restored.'),
);

const checkpointFields = {
  id: count.meta({ description: "The barrier's number, rising over all runs of the job." }),
  snapshotId: uuid.meta({ description: 'What a restore takes.' }),
  jobId: uuid.describe('The job.'),
  runId: uuid.describe('The run it was taken of.'),
  epoch: count.describe('The attempt it was taken of.'),
  status: checkpointStatus,
  kind: z.enum(checkpointKinds).describe('A savepoint stays until somebody deletes it.'),
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
  numSubtasks: count.describe('Subtasks that have to acknowledge it.'),
  numAcknowledgedSubtasks: count.describe('Those that have.'),
  externalPath: z
    .string()
    .nullable()
    .meta({ description: 'Its folder, what a restore by path takes; null until complete.' }),
  failureReason: z
    .string()
    .nullable()
    .meta({ description: "Stable name of the reason, as Flink's CheckpointFailureReason." }),
  failureMessage: z.string().nullable().describe('Why it failed, for people; null where it did not.'),
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
    fromSubtask: count.describe('Which of its subtasks, from 0.'),
    barrierTimestamp: timestamp.meta({ description: 'When the barrier came. Epoch milliseconds.' }),
    blockedDuration: duration.meta({ description: 'How long the channel stood still until the last barrier came.' }),
  }),
);

const subtaskCheckpoint = response(
  'SubtaskCheckpoint',
  z.object({
    index: count.describe('Which subtask, from 0.'),
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
    uid: z.string().describe('The operator.'),
    name: z.string().describe('Its name, for people.'),
    parallelism: count.describe('Number of its subtasks.'),
    numAcknowledgedSubtasks: count.describe('Those that have acknowledged.'),
    latestAckTimestamp: timestamp.nullable().describe('Epoch milliseconds; null before the first acknowledgement.'),
    endToEndDuration: duration
      .nullable()
      .describe('Milliseconds from the trigger to the latest acknowledgement; null before the first.'),
    checkpointedSize: size,
    stateSize: size,
    processedData: size,
    subtasks: z.array(subtaskCheckpoint).describe('Those that have acknowledged, by index.'),
  }),
);

export const checkpoint = response('Checkpoint', z.object(checkpointFields));
export const checkpointDetail = response(
  'CheckpointDetail',
  z.object({ ...checkpointFields, operators: z.array(operatorCheckpoint).describe('In the order of the graph.') }),
);

const restoredCheckpoint = response(
  'RestoredCheckpoint',
  z.object({
    checkpointId: count.describe('Number of its barrier.'),
    path: z.string().describe('Its folder.'),
    isSavepoint: z.boolean().describe('false: it is a checkpoint.'),
    restoreTimestamp: timestamp.describe('When it was restored, in epoch milliseconds.'),
    runId: uuid.describe('The run that began from it.'),
  }),
);

export const checkpointPage = response(
  'CheckpointPage',
  z.object({
    counts: z
      .object({
        total: count.describe('All of the history.'),
        inProgress: count.describe('Those under way.'),
        completed: count.describe('Those that were completed.'),
        failed: count.describe('Those that failed.'),
        restored: count.describe('How often one was restored.'),
      })
      .describe('Over all runs of the job.'),
    latest: z
      .object({
        completed: checkpoint.nullable().describe('The latest completed checkpoint; null where there is none.'),
        failed: checkpoint.nullable().describe('The latest that failed; null where none has.'),
        savepoint: checkpoint.nullable().describe('The latest completed savepoint; null where there is none.'),
        restored: restoredCheckpoint.nullable().describe('The latest that was restored; null where none was.'),
      })
      .describe('The latest of each sort.'),
    items: z.array(checkpoint).meta({ description: 'Newest first.' }),
    nextCursor,
  }),
);

export const stats = response(
  'Stats',
  z.object({
    min: z.number().describe('The least.'),
    max: z.number().describe('The greatest.'),
    avg: z.number().describe('The mean.'),
    p50: z.number().describe('The median.'),
    p90: z.number().describe('Nine of ten are no greater.'),
    p95: z.number().describe('95 of 100 are no greater.'),
    p99: z.number().describe('99 of 100 are no greater.'),
    p999: z.number().describe('999 of 1 000 are no greater.'),
  }),
);

export const checkpointSummary = response(
  'CheckpointSummary',
  z.object({
    count: count.meta({
      description:
        'Completed checkpoints and savepoints in the stored history. The figures are null when there is none.',
    }),
    endToEndDuration: stats.nullable().describe('Milliseconds from the trigger until it was complete.'),
    checkpointedSize: stats.nullable().describe('Bytes that it wrote.'),
    stateSize: stats.nullable().describe('Bytes that it refers to.'),
    processedData: stats.nullable().describe('Bytes processed while barriers were aligned.'),
  }),
);

export const triggerCheckpointRequest = request('TriggerCheckpointRequest', z.strictObject({}));
