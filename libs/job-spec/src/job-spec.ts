import { z } from 'zod';
import { PARALLELISM_MAX } from './operators/operator-base.ts';
import { operatorSchema } from './operators/operator-schema.ts';
import { checkpointingSchema, storedCheckpointingSchema } from './settings/checkpointing.ts';
import { MAX_PARALLELISM_MAX } from './settings/max-parallelism.ts';
import { defaultRestartStrategy, restartStrategySchema } from './settings/restart-strategy.ts';
import { checkpointStorageSchema, stateBackendSchema } from './settings/state-storage.ts';

export const OPERATORS_MAX = 200;

/** The fields as written; `jobSpecSchema` fills what depends on several of them. */
export const jobSpecFields = z
  .strictObject({
    name: z.string().trim().min(1).max(200).describe('Of the job, for people.'),
    parallelism: z
      .int()
      .min(1)
      .max(PARALLELISM_MAX)
      .describe('Number of subtasks of each operator that names none itself.')
      .default(1),
    maxParallelism: z
      .int()
      .min(1)
      .max(MAX_PARALLELISM_MAX)
      .describe(
        'Number of key groups, the bound of every later parallelism. Absent: derived from the parallelism as Flink does.',
      )
      .optional(),
    checkpointing: checkpointingSchema.prefault({}),
    stateBackend: stateBackendSchema.default({ type: 'hashmap' }),
    checkpointStorage: checkpointStorageSchema.default({ type: 'filesystem' }),
    restartStrategy: restartStrategySchema
      .describe('Absent: exponential-delay when checkpointing has an interval, none otherwise.')
      .optional(),
    operators: z
      .array(operatorSchema)
      .min(1)
      .max(OPERATORS_MAX)
      .describe('The graph: sources, transforms and sinks in any order. Each but a source names its inputs by uid.'),
  })
  .describe('A stream job as people write it. Beyond this schema, uids, columns and expressions have to fit together.');

export const jobSpecSchema = jobSpecFields.transform((spec) => ({
  ...spec,
  restartStrategy: spec.restartStrategy ?? defaultRestartStrategy(spec.checkpointing),
}));

/** What {@link jobSpecSchema} gives, as a schema: the same fields with every default filled. */
export const storedJobSpecSchema = jobSpecFields
  .extend({ checkpointing: storedCheckpointingSchema, restartStrategy: restartStrategySchema })
  .describe(
    'A stream job as it is stored, every default filled. Durations and expressions are the texts that were written.',
  );

/** A job as people write it. */
export type JobSpecInput = z.input<typeof jobSpecSchema>;

/**
 * A job with every default filled and durations still as texts: what is stored, shown and handed to a job target. Analysing it again
 * gives the same job.
 */
export type JobSpec = z.output<typeof jobSpecSchema>;

/** How many of its latest rows are kept of each `print`, by uid. */
export function printLimits({ operators }: JobSpec): ReadonlyMap<string, number> {
  return new Map(operators.flatMap((operator) => (operator.type === 'print' ? [[operator.uid, operator.limit]] : [])));
}
