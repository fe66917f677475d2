import { columnTypes } from '@weir/job-spec';
import { healthCodes, healthStatuses } from '@weir/jobs';
import { desiredStates, jobStates } from '@weir/persistence';
import { z } from 'zod';
import { checkpoint } from './checkpoint.schema.ts';
import { spec } from './job-spec.schema.ts';
import { pageOf, request, response } from './named-schema.ts';
import { run } from './run.schema.ts';
import { count, duration, folderPath, parallelism, timestamp, uuid } from './scalar.ts';
import { plainText } from './scalar.ts';
import { idOrPath, oneOriginAtMost } from './exclusive.ts';

export const jobState = response(
  'JobState',
  z
    .enum(jobStates)
    .describe('What the job was last seen to do. FINISHED, CANCELED and FAILED are final until it is started again.'),
);
export const desiredState = response(
  'DesiredState',
  z.enum(desiredStates).meta({
    description: 'What was asked for last: nothing yet, to run, to stop with a savepoint, to be cancelled.',
  }),
);

export const diagnostic = response(
  'Diagnostic',
  z.object({
    pointer: z.string().meta({ description: 'JSON Pointer into the spec.' }),
    code: z.string().describe('Stable name of what is wrong here.'),
    message: z.string().describe('A sentence for people.'),
    severity: z.enum(['error', 'warning']).describe('error: the spec is refused.'),
    position: z
      .object({
        offset: count.describe('Where the range begins.'),
        length: count.describe('How long it is.'),
      })
      .nullable()
      .meta({ description: 'A range inside the text that `pointer` names, in UTF-16 units.' }),
  }),
);

const action = response(
  'JobAction',
  z.object({
    allowed: z.boolean().describe('Whether a request would be taken now.'),
    reason: z.string().nullable().meta({ description: 'Why not; null when allowed.' }),
  }),
);

const health = response(
  'JobHealth',
  z
    .object({
      status: z.enum(healthStatuses).meta({
        description:
          'OK: nothing to do. DEGRADED: it works, but not as it should. FAILING: it does not do what it is there for. That of the worst reason.',
      }),
      reasons: z
        .array(
          z.object({
            code: z.enum(healthCodes).describe('Stable name of the reason.'),
            status: z.enum(['DEGRADED', 'FAILING']).describe('What it alone makes of the job.'),
            sentence: z.string().meta({ description: 'For people.' }),
            since: timestamp.meta({ description: 'Since when it is so.' }),
          }),
        )
        .meta({ description: 'The worst first; empty when OK.' }),
    })
    .describe('Whether the job does what it is there for.'),
);

export const job = response(
  'Job',
  z.object({
    id: uuid.describe('What every path of the job takes.'),
    name: z.string().describe('For people; several jobs may have one.'),
    version: count.meta({
      description: 'Number of the current version of the spec; in quotes what If-Match of a PUT of the spec takes.',
    }),
    state: jobState,
    health,
    desiredState,
    observedAt: timestamp.meta({ description: 'When `state` was last seen to be so. Epoch milliseconds.' }),
    parallelism: count.describe('Subtasks of each operator that names none itself.'),
    createdAt: timestamp,
    warnings: z.array(diagnostic).describe('What is doubtful in the current version of the spec.'),
    actions: z
      .object({
        start: action.describe('Start it.'),
        stop: action.describe('Stop it with a savepoint.'),
        cancel: action.describe('End the run without a savepoint.'),
        restart: action.describe('Begin a new run from the latest snapshot.'),
        checkpoint: action.describe('Take a checkpoint.'),
        savepoint: action.describe('Take a savepoint.'),
        restore: action.describe('Begin a new run from a snapshot.'),
        delete: action.describe('Delete the job.'),
      })
      .describe('What may be asked for now, and why not the rest.'),
    currentRun: run.nullable().describe('The latest run; null where it has never been started.'),
    latestCheckpoint: checkpoint
      .nullable()
      .meta({ description: 'The latest completed one whose files are still there.' }),
  }),
);
export const jobPage = pageOf('JobPage', job);

const versionFields = {
  jobId: uuid.describe('The job.'),
  number: count.describe('Counts the versions of the job, from 1.'),
  createdAt: timestamp,
  parallelism: count.describe('Subtasks of each operator that names none itself.'),
};
export const jobVersion = response('JobVersion', z.object(versionFields));
export const jobVersionDetail = response(
  'JobVersionDetail',
  z.object({ ...versionFields, spec: spec.describe('As stored, every default filled.') }),
);
export const jobVersionPage = pageOf('JobVersionPage', jobVersion);

const operatorMetrics = response(
  'OperatorMetrics',
  z
    .object({
      recordsIn: count.describe('Rows it has taken since the run began.'),
      recordsOut: count.describe('Rows it has put out since the run began.'),
      recordsInPerSecond: z.number().meta({ description: 'Over the last seconds.' }),
      recordsOutPerSecond: z.number().describe('Over the last seconds.'),
      busyRatio: z.number().meta({ description: 'Share of time, 0 to 1.' }),
      backPressuredRatio: z.number().meta({ description: 'Share of time that it waited for those behind it, 0 to 1.' }),
      idleRatio: z.number().meta({ description: 'Share of time without input, 0 to 1.' }),
    })
    .describe('Counters and rates of one operator, over its subtasks.'),
);

const columnType = response(
  'ColumnType',
  z.enum(columnTypes).meta({
    description:
      'INT has 32 bits; BIGINT is a whole number within ±2^53; TIMESTAMP is UTC, in epoch milliseconds; the others are as in SQL.',
  }),
);

const operatorFields = {
  uid: z.string().describe('Its stable identity.'),
  name: z.string().describe('For people.'),
  type: z.string().describe('One of `GET /connectors`.'),
  parallelism: count.describe('Number of its subtasks.'),
};

const graphOperator = response(
  'GraphOperator',
  z.object({
    ...operatorFields,
    kind: z.enum(['SOURCE', 'TRANSFORM', 'SINK']).describe('Whether it makes, changes or takes rows.'),
    vertex: z
      .string()
      .nullable()
      .meta({ description: 'Operators with one vertex are chained; null while nothing runs.' }),
    inputs: z.array(z.string()).describe('uids of the operators whose rows it takes.'),
    columns: z
      .array(
        z.object({
          name: z.string().describe('Name of the column.'),
          type: columnType,
          nullable: z.boolean().describe('Whether it may hold NULL.'),
        }),
      )
      .meta({ description: 'Of the rows it puts out.' }),
    metrics: operatorMetrics.nullable().meta({ description: 'Null while nothing runs.' }),
  }),
);

export const jobGraph = response(
  'JobGraph',
  z.object({
    runId: uuid.nullable().describe('The run that was measured; null while nothing runs.'),
    timestamp: timestamp.nullable().meta({ description: 'When the rates were measured; null while nothing runs.' }),
    operators: z.array(graphOperator).describe('In the order of the spec.'),
    edges: z
      .array(
        z.object({
          from: z.string().describe('uid of the operator that sends.'),
          to: z.string().describe('uid of the operator that receives.'),
          shipStrategy: z
            .enum(['FORWARD', 'HASH', 'REBALANCE'])
            .describe('To the subtask of the same index, by the hash of the key, or to all in turn.'),
        }),
      )
      .describe('Who sends rows to whom.'),
  }),
);

export const jobMetrics = response(
  'JobMetrics',
  z.object({
    runId: uuid.nullable().describe('The run that was measured; null while nothing runs.'),
    timestamp: timestamp.nullable().describe('When it was measured, in epoch milliseconds; null while nothing runs.'),
    recordsIn: count.describe('Rows that sources have put out since the run began.'),
    recordsOut: count.describe('Rows that sinks have taken since the run began.'),
    operators: z.array(z.object({ ...operatorFields, metrics: operatorMetrics })).describe('By operator.'),
  }),
);

export const validation = response(
  'JobValidation',
  z.object({
    valid: z.boolean().describe('Whether POST /jobs would take it.'),
    diagnostics: z.array(diagnostic).describe('What is wrong or doubtful, in the order of the spec.'),
    graph: jobGraph.nullable().describe('Operators and edges; null where the spec is not valid.'),
  }),
);

const snapshotChoice = {
  snapshotId: uuid.optional().meta({ description: 'A completed checkpoint or a savepoint of any job.' }),
  path: folderPath.optional().meta({ description: 'A snapshot folder below one of the snapshot roots.' }),
};
const startOptions = {
  parallelism: parallelism.optional().meta({ description: "Replaces the spec's parallelism for this run." }),
  allowNonRestoredState: z
    .boolean()
    .default(false)
    .meta({ description: 'Drop state of operators that the job no longer has.' }),
};

const empty = z
  .boolean()
  .optional()
  .meta({ description: 'true: begin with empty state, as if the job had never run: sources begin at their start.' });

const oneSourceAtMost = (value: {
  snapshotId?: string | undefined;
  path?: string | undefined;
  latest?: boolean | undefined;
  empty?: boolean | undefined;
}): boolean =>
  [value.snapshotId !== undefined, value.path !== undefined, value.latest === true, value.empty === true].filter(
    Boolean,
  ).length <= 1;

export const startRequest = request(
  'StartJobRequest',
  z
    .strictObject({
      ...snapshotChoice,
      latest: z.boolean().optional().meta({
        description:
          "Start from the job's latest snapshot; 409 SNAPSHOT_NOT_FOUND when there is none. It is what is meant when nothing is said, but a job that has never run begins empty.",
      }),
      empty,
      ...startOptions,
    })
    .refine(oneSourceAtMost, 'Give at most one of snapshotId, path, latest and empty.')
    .meta(oneOriginAtMost),
);
export const stopRequest = request(
  'StopJobRequest',
  z.strictObject({
    drain: z.boolean().default(false).meta({ description: 'Finish the sources first: windows and timers fire.' }),
    name: plainText(200).optional().meta({ description: 'Name of the savepoint.' }),
    note: plainText(2000).optional().describe('Note of the savepoint, for people.'),
    directory: folderPath.optional().meta({ description: 'Where the savepoint goes; a folder below a snapshot root.' }),
  }),
);
export const cancelRequest = request('CancelJobRequest', z.strictObject({}));
export const restartRequest = request('RestartJobRequest', z.strictObject({ empty, ...startOptions }));
export const restoreRequest = request(
  'RestoreJobRequest',
  z
    .strictObject({
      ...snapshotChoice,
      ...startOptions,
      claimMode: z.enum(['CLAIM', 'NO_CLAIM']).default('NO_CLAIM').meta({
        description:
          'NO_CLAIM never touches the snapshot; CLAIM hands it to the run, which may delete it once it is subsumed.',
      }),
    })
    .refine(
      (value) => (value.snapshotId === undefined) !== (value.path === undefined),
      'Give either snapshotId or path.',
    )
    .meta(idOrPath),
);

export const outputRow = response(
  'OutputRow',
  z.object({
    sequence: count.meta({ description: 'Rises over the whole job.' }),
    operator: z.string().describe('uid of the print sink.'),
    subtask: count.describe('Which of its subtasks, from 0.'),
    timestamp,
    row: z.record(z.string(), z.unknown()).describe('Column name to value.'),
  }),
);
export const outputPage = response(
  'OutputPage',
  z.object({
    items: z.array(outputRow).meta({ description: 'Oldest first. Without a cursor the newest rows.' }),
    nextCursor: z
      .string()
      .nullable()
      .meta({ description: 'Ask with it for rows that come later; null while there has been none.' }),
  }),
);

const optionsByType = (meaning: string): z.ZodObject<{ type: z.ZodString }, z.core.$loose> =>
  z
    .looseObject({ type: z.string().describe('Tells which it is; the other fields are its options.') })
    .describe(meaning);

export const checkpointConfig = response(
  'CheckpointConfig',
  z.object({
    mode: z.enum(['EXACTLY_ONCE', 'AT_LEAST_ONCE']).describe('Whether barriers are aligned, or not waited for.'),
    interval: duration.nullable().meta({ description: 'Milliseconds; null when no periodic checkpoint is taken.' }),
    timeout: duration.describe('Milliseconds after which a checkpoint is given up.'),
    minPause: duration.describe('Milliseconds from the end of one to the start of the next, at least.'),
    maxConcurrentCheckpoints: count.describe('So many may be under way at a time.'),
    tolerableFailedCheckpoints: count.nullable().meta({ description: 'null: every failure is tolerated.' }),
    retention: z
      .object({
        completed: count.describe('How many completed checkpoints are kept.'),
        onCancellation: z.enum(['RETAIN', 'DELETE']).describe('What becomes of them when the job is cancelled.'),
      })
      .describe('Which checkpoints stay.'),
    stateBackend: optionsByType('Where running state lives.'),
    checkpointStorage: optionsByType('Where snapshots go.'),
    restartStrategy: optionsByType('What happens when a run fails; durations in milliseconds.'),
  }),
);
