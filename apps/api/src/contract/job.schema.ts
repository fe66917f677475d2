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

export const jobState = response('JobState', z.enum(jobStates));
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
    code: z.string(),
    message: z.string(),
    severity: z.enum(['error', 'warning']),
    position: z
      .object({ offset: count, length: count })
      .nullable()
      .meta({ description: 'A range inside the text that `pointer` names, in UTF-16 units.' }),
  }),
);

const action = response(
  'JobAction',
  z.object({
    allowed: z.boolean(),
    reason: z.string().nullable().meta({ description: 'Why not; null when allowed.' }),
  }),
);

const health = response(
  'JobHealth',
  z.object({
    status: z.enum(healthStatuses).meta({
      description:
        'OK: nothing to do. DEGRADED: it works, but not as it should. FAILING: it does not do what it is there for. That of the worst reason.',
    }),
    reasons: z
      .array(
        z.object({
          code: z.enum(healthCodes),
          status: z.enum(['DEGRADED', 'FAILING']),
          sentence: z.string().meta({ description: 'For people.' }),
          since: timestamp.meta({ description: 'Since when it is so.' }),
        }),
      )
      .meta({ description: 'The worst first; empty when OK.' }),
  }),
);

export const job = response(
  'Job',
  z.object({
    id: uuid,
    name: z.string(),
    version: count.meta({
      description: 'Number of the current version of the spec; in quotes what If-Match of a PUT of the spec takes.',
    }),
    state: jobState,
    health,
    desiredState,
    observedAt: timestamp.meta({ description: 'When `state` was last seen to be so. Epoch milliseconds.' }),
    parallelism: count,
    createdAt: timestamp,
    warnings: z.array(diagnostic),
    actions: z.object({
      start: action,
      stop: action,
      cancel: action,
      restart: action,
      checkpoint: action,
      savepoint: action,
      restore: action,
      delete: action,
    }),
    currentRun: run.nullable(),
    latestCheckpoint: checkpoint
      .nullable()
      .meta({ description: 'The latest completed one whose files are still there.' }),
  }),
);
export const jobPage = pageOf('JobPage', job);

const versionFields = { jobId: uuid, number: count, createdAt: timestamp, parallelism: count };
export const jobVersion = response('JobVersion', z.object(versionFields));
export const jobVersionDetail = response('JobVersionDetail', z.object({ ...versionFields, spec }));
export const jobVersionPage = pageOf('JobVersionPage', jobVersion);

const operatorMetrics = response(
  'OperatorMetrics',
  z.object({
    recordsIn: count,
    recordsOut: count,
    recordsInPerSecond: z.number().meta({ description: 'Over the last seconds.' }),
    recordsOutPerSecond: z.number(),
    busyRatio: z.number().meta({ description: 'Share of time, 0 to 1.' }),
    backPressuredRatio: z.number().meta({ description: 'Share of time that it waited for those behind it, 0 to 1.' }),
    idleRatio: z.number().meta({ description: 'Share of time without input, 0 to 1.' }),
  }),
);

const columnType = response(
  'ColumnType',
  z.enum(columnTypes).meta({
    description:
      'INT has 32 bits; BIGINT is a whole number within ±2^53; TIMESTAMP is UTC, in epoch milliseconds; the others are as in SQL.',
  }),
);

const graphOperator = response(
  'GraphOperator',
  z.object({
    uid: z.string(),
    name: z.string(),
    type: z.string(),
    kind: z.enum(['SOURCE', 'TRANSFORM', 'SINK']),
    parallelism: count,
    vertex: z
      .string()
      .nullable()
      .meta({ description: 'Operators with one vertex are chained; null while nothing runs.' }),
    inputs: z.array(z.string()),
    columns: z
      .array(z.object({ name: z.string(), type: columnType, nullable: z.boolean() }))
      .meta({ description: 'Of the rows it puts out.' }),
    metrics: operatorMetrics.nullable().meta({ description: 'Null while nothing runs.' }),
  }),
);

export const jobGraph = response(
  'JobGraph',
  z.object({
    runId: uuid.nullable(),
    timestamp: timestamp.nullable().meta({ description: 'When the rates were measured; null while nothing runs.' }),
    operators: z.array(graphOperator),
    edges: z.array(
      z.object({ from: z.string(), to: z.string(), shipStrategy: z.enum(['FORWARD', 'HASH', 'REBALANCE']) }),
    ),
  }),
);

export const jobMetrics = response(
  'JobMetrics',
  z.object({
    runId: uuid.nullable(),
    timestamp: timestamp.nullable(),
    recordsIn: count,
    recordsOut: count,
    operators: z.array(
      z.object({ uid: z.string(), name: z.string(), type: z.string(), parallelism: count, metrics: operatorMetrics }),
    ),
  }),
);

export const validation = response(
  'JobValidation',
  z.object({ valid: z.boolean(), diagnostics: z.array(diagnostic), graph: jobGraph.nullable() }),
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
  .literal(true)
  .optional()
  .meta({ description: 'Begin with empty state, as if the job had never run: sources begin at their start.' });

const oneSourceAtMost = (value: {
  snapshotId?: string | undefined;
  path?: string | undefined;
  latest?: boolean | undefined;
  empty?: true | undefined;
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
    .refine(oneSourceAtMost, 'Give at most one of snapshotId, path, latest and empty.'),
);
export const stopRequest = request(
  'StopJobRequest',
  z.strictObject({
    drain: z.boolean().default(false).meta({ description: 'Finish the sources first: windows and timers fire.' }),
    name: plainText(200).optional().meta({ description: 'Name of the savepoint.' }),
    note: plainText(2000).optional(),
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
    ),
);

export const outputRow = response(
  'OutputRow',
  z.object({
    sequence: count.meta({ description: 'Rises over the whole job.' }),
    operator: z.string(),
    subtask: count,
    timestamp,
    row: z.record(z.string(), z.unknown()),
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

export const checkpointConfig = response(
  'CheckpointConfig',
  z.object({
    mode: z.enum(['EXACTLY_ONCE', 'AT_LEAST_ONCE']),
    interval: duration.nullable().meta({ description: 'Milliseconds; null when no periodic checkpoint is taken.' }),
    timeout: duration,
    minPause: duration,
    maxConcurrentCheckpoints: count,
    tolerableFailedCheckpoints: count.nullable().meta({ description: 'null: every failure is tolerated.' }),
    retention: z.object({ completed: count, onCancellation: z.enum(['RETAIN', 'DELETE']) }),
    stateBackend: z.looseObject({ type: z.string() }),
    checkpointStorage: z.looseObject({ type: z.string() }),
    restartStrategy: z.looseObject({ type: z.string() }),
  }),
);
