import type { z } from 'zod';
import { jobSpecSchema, storedJobSpecSchema } from './job-spec.ts';
import { datagenSchema } from './operators/datagen.ts';
import { aggregateText, expressionText } from './operators/expression-text.ts';
import * as generators from './operators/generator-schemas.ts';
import { operatorSchema } from './operators/operator-schema.ts';
import * as sinks from './operators/sink-schemas.ts';
import * as sources from './operators/source-schemas.ts';
import * as transforms from './operators/transform-schemas.ts';
import { checkpointingSchema, retentionSchema, storedCheckpointingSchema } from './settings/checkpointing.ts';
import * as restarts from './settings/restart-strategy.ts';
import { checkpointStorageSchema, stateBackendSchema } from './settings/state-storage.ts';

/** A part of the job spec that a document of the whole calls by a name. */
export interface JobSpecPart {
  /** In words that tell a source from a sink where both have the same `type`. */
  readonly name: string;
  /** As people write it and as `jobSpecSchema` holds it: JSON Schema of its input. */
  readonly written: z.ZodType;
  /** As it is stored, every default filled: JSON Schema of its output. */
  readonly stored: z.ZodType;
}

/** The named parts, the whole first. Every operator type, generator and restart strategy is one. */
export const jobSpecParts: readonly JobSpecPart[] = [
  { name: 'JobSpec', written: jobSpecSchema, stored: storedJobSpecSchema },
  { name: 'CheckpointSettings', written: checkpointingSchema, stored: storedCheckpointingSchema },
  part('CheckpointRetention', retentionSchema),
  part('StateBackend', stateBackendSchema),
  part('CheckpointStorage', checkpointStorageSchema),
  part('RestartStrategy', restarts.restartStrategySchema),
  part('NoRestartStrategy', restarts.noRestartStrategy),
  part('FixedDelayRestartStrategy', restarts.fixedDelayRestartStrategy),
  part('ExponentialDelayRestartStrategy', restarts.exponentialDelayRestartStrategy),
  part('Operator', operatorSchema),
  part('ElementsSource', sources.elementsSchema),
  part('DatagenSource', datagenSchema),
  part('SocketTextSource', sources.socketTextSchema),
  part('MapOperator', transforms.mapSchema),
  part('FilterOperator', transforms.filterSchema),
  part('FlatMapOperator', transforms.flatMapSchema),
  part('UnionOperator', transforms.unionSchema),
  part('AggregateOperator', transforms.aggregateSchema),
  part('PrintSink', sinks.printSchema),
  part('BlackholeSink', sinks.blackholeSchema),
  part('FileSink', sinks.fileSinkSchema),
  part('ColumnGenerator', generators.generatorSchema),
  part('SequenceGenerator', generators.sequenceGenerator),
  part('IntGenerator', generators.intGenerator),
  part('DoubleGenerator', generators.doubleGenerator),
  part('StringGenerator', generators.stringGenerator),
  part('ChoiceGenerator', generators.choiceGenerator),
  part('SentenceGenerator', generators.sentenceGenerator),
  part('TimestampGenerator', generators.timestampGenerator),
  part('Expression', expressionText),
  part('AggregateExpression', aggregateText),
];

function part(name: string, schema: z.ZodType): JobSpecPart {
  return { name, written: schema, stored: schema };
}
