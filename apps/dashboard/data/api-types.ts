import type { components } from '@weir/api-client';

/** Short names of the API's own types; nothing here is written by hand. */
type Schemas = components['schemas'];

export type Checkpoint = Schemas['Checkpoint'];
export type CheckpointConfig = Schemas['CheckpointConfig'];
export type CheckpointCounts = CheckpointPage['counts'];
export type CheckpointDetail = Schemas['CheckpointDetail'];
export type CheckpointPage = Schemas['CheckpointPage'];
export type CheckpointStatus = Schemas['CheckpointStatus'];
export type CheckpointSummary = Schemas['CheckpointSummary'];
export type Diagnostic = Schemas['Diagnostic'];
export type Failure = Schemas['Failure'];
export type GraphOperator = Schemas['GraphOperator'];
export type Job = Schemas['Job'];
export type JobActionName = keyof Job['actions'];
export type JobException = Schemas['JobException'];
export type JobHealth = Schemas['JobHealth'];
export type JobGraph = Schemas['JobGraph'];
export type JobSpecRequest = Schemas['JobSpecRequest'];
export type JobState = Schemas['JobState'];
export type Operation = Schemas['Operation'];
export type OperatorCheckpoint = Schemas['OperatorCheckpoint'];
export type OperatorMetrics = Schemas['OperatorMetrics'];
export type OutputRow = Schemas['OutputRow'];
export type Problem = Schemas['Problem'];
export type Run = Schemas['RunDetail'];
export type Savepoint = Schemas['Savepoint'];
export type Subtask = Schemas['SubtaskCheckpoint'];
