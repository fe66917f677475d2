export { analyzeJob } from './analysis/analyze-job.ts';
export type { AnalyzedJob } from './analysis/analyzed-job.ts';
export type {
  AggregateOperator,
  AnalyzedAggregate,
  AnalyzedOperator,
  DatagenOperator,
  ElementsOperator,
  FileSinkOperator,
  FilterOperator,
  FlatMapOperator,
  MapOperator,
  PrintOperator,
  SocketTextOperator,
  UnionOperator,
} from './analysis/analyzed-operator.ts';
export { columnTypes } from './column.ts';
export type { ColumnSchema, ColumnType } from './column.ts';
export { checkJsonText } from './diagnostics/check-json-text.ts';
export { toPointer } from './diagnostics/diagnostic.ts';
export type { Diagnostic } from './diagnostics/diagnostic.ts';
export { jobExamples } from './examples.ts';
export type { JobExample } from './examples.ts';
export type { ArithmeticOperator, ComparisonOperator } from './expressions/expression.ts';
export type { TimeUnit } from './expressions/time-unit.ts';
export { formatTimestampText, parseTimestampText, timestampMax } from './expressions/timestamp-text.ts';
export {
  /** @internal */
  typeExpressionText,
} from './expressions/type-expression.ts';
export type { CompiledText, TypedExpression } from './expressions/typed-expression.ts';
export {
  functionCatalogue,
  /** @internal */
  kernelFunctions,
} from './functions/catalogue.ts';
export type { KernelFunction } from './functions/catalogue.ts';
export { parseJsonPath } from './functions/json-path.ts';
export type { JsonPath, JsonStep } from './functions/json-path.ts';
export { parseTimeFormat } from './functions/time-format.ts';
export type { TimeFormatLetter, TimeFormatPart } from './functions/time-format.ts';
export { zoneOffsetMs } from './functions/time-zone.ts';
export { jobGraph } from './graph.ts';
export type { JobGraph } from './graph.ts';
export type { JobSpec, JobSpecInput } from './job-spec.ts';
export {
  jobSpecFields,
  /** @internal */
  jobSpecSchema,
  printLimits,
  storedJobSpecSchema,
} from './job-spec.ts';
export { jobSpecParts } from './job-spec-parts.ts';
export { jobSpecJsonSchema } from './json-schema.ts';
export {
  dictionaryWord,
  /** @internal */
  fmix32,
} from './operators/built-in-dictionary.ts';
export type { Generator, GeneratorColumn } from './operators/datagen.ts';
export type { GeneratorSpec } from './operators/generator-schemas.ts';
export { operatorRoles, operatorTypes } from './operators/operator-schema.ts';
export type { OperatorType } from './operators/operator-schema.ts';
export type { FileFormat } from './operators/sink-schemas.ts';
export { UNLIMITED_TOLERABLE_FAILURES } from './settings/checkpointing.ts';
