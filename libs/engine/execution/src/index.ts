export { EngineError, engineErrorCodes, failureReportOf } from './engine-error.ts';
export type { EngineErrorCode, ErrorPlace, FailureReport } from './engine-error.ts';
export { planExecution } from './plan/execution-plan.ts';
export type { ExecutionPlan, PlannedChannel, PlannedSubtask } from './plan/execution-plan.ts';
export { graphOperatorsOf } from './plan/graph-operators.ts';
export { buildJobGraph } from './plan/job-graph.ts';
export type { GraphOperator, JobEdge, JobGraph, JobVertex, Shipping } from './plan/job-graph.ts';
export type { OperatorCatalog } from './task/operator-catalog.ts';
export type {
  HostToThread,
  OperatorRestore,
  TaskSettings,
  ThreadDeployment,
  ThreadRestore,
} from './thread/host-to-thread.ts';
export { runNodeThread } from './thread/node-run-thread.ts';
export { NodeThreadSpawner } from './thread/node-thread-spawner.ts';
export type { NodeThreadSpawnerOptions } from './thread/node-thread-spawner.ts';
export { nodeClock, nodeIds, nodeRandom, nodeTimers } from './thread/node-time.ts';
export { TaskThread } from './thread/task-thread.ts';
export type { LinkControl, LinkMessage, ThreadLink } from './thread/thread-link.ts';
export type { ThreadComposition, ThreadLoop, ThreadPorts } from './thread/thread-ports.ts';
export type { ThreadEvents, ThreadHandle, ThreadSpawner } from './thread/thread-spawner.ts';
export type { OperatorCounts, SubtaskMetrics, ThreadToHost } from './thread/thread-to-host.ts';
export { CoordinatorExecutor } from './coordinator/coordinator-executor.ts';
export type {
  CoordinatorListener,
  CoordinatorPorts,
  RequestAnswer,
  TaskMessenger,
  TaskTrigger,
} from './coordinator/coordinator-ports.ts';
export { planJobRestore } from './job-master/restore-point.ts';
export { JobMaster } from './job-master/job-master.ts';
export { defaultTaskSettings } from './job-master/run-ports.ts';
export type { RunOptions, RunPorts } from './job-master/run-ports.ts';
export { isEndState, nextRunState } from './job-master/run-state.ts';
export type { EndState, RunEvent } from './job-master/run-state.ts';
export type { StopAnswer, StopOptions } from './job-master/savepoint-stop.ts';
