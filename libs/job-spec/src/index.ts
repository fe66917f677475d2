export { analyzeJob } from './analysis/analyze-job.ts';
export type { AnalyzeOptions } from './analysis/analyze-job.ts';
export type { AnalyzedJob, JobAnalysis } from './analysis/analyzed-job.ts';
export type {
  AggregateOperator,
  AnalyzedAggregate,
  AnalyzedOperator,
  AnalyzedOperatorBase,
  BlackholeOperator,
  Cell,
  DatagenOperator,
  ElementsOperator,
  FileSinkOperator,
  FilterOperator,
  FlatMapOperator,
  MapOperator,
  PrintOperator,
  Projection,
  SocketTextOperator,
  UnionOperator,
} from './analysis/analyzed-operator.ts';
export { columnTypes } from './column.ts';
export type { ColumnSchema, ColumnType } from './column.ts';
export { diagnosticCodes } from './diagnostics/diagnostic.ts';
export type { Diagnostic, DiagnosticCode } from './diagnostics/diagnostic.ts';
export { jobExamples } from './examples.ts';
export type { JobExample } from './examples.ts';
export type { ArithmeticOperator, ComparisonOperator } from './expressions/expression.ts';
export type { ExpressionProblem, ExpressionResult, Span } from './expressions/expression-error.ts';
export { formatTimestampText, parseTimestampText } from './expressions/timestamp-text.ts';
export type { AggregateFunction } from './expressions/type-aggregate.ts';
export { typeExpressionText } from './expressions/type-expression.ts';
export { scalarFunctions } from './expressions/typed-expression.ts';
export type { CompiledText, ScalarFunction, TypedExpression } from './expressions/typed-expression.ts';
export { jobGraph } from './graph.ts';
export type { JobGraph, JobGraphEdge, JobGraphNode } from './graph.ts';
export type { JobSpec, JobSpecInput } from './job-spec.ts';
export { jobSpecFields, jobSpecSchema, storedJobSpecSchema } from './job-spec.ts';
export { jobSpecParts } from './job-spec-parts.ts';
export type { JobSpecPart } from './job-spec-parts.ts';
export { jobSpecJsonSchema } from './json-schema.ts';
export { defaultSalt, dictionaryWord, fmix32 } from './operators/built-in-dictionary.ts';
export type { DatagenSpec, Generator, GeneratorColumn } from './operators/datagen.ts';
export type { GeneratorSpec } from './operators/generator-schemas.ts';
export { operatorRoles, operatorTypes } from './operators/operator-schema.ts';
export type { OperatorRole, OperatorSpec, OperatorType } from './operators/operator-schema.ts';
export type { FileFormat } from './operators/sink-schemas.ts';
export type { EmitPolicy } from './operators/transform-schemas.ts';
export { UNLIMITED_TOLERABLE_FAILURES } from './settings/checkpointing.ts';
export type {
  CancellationPolicy,
  CheckpointingSpec,
  CheckpointMode,
  ResolvedCheckpointing,
} from './settings/checkpointing.ts';
export { defaultMaxParallelism } from './settings/max-parallelism.ts';
export type { ResolvedRestartStrategy, RestartStrategySpec } from './settings/restart-strategy.ts';
export type { CheckpointStorageSpec, StateBackendSpec } from './settings/state-storage.ts';
