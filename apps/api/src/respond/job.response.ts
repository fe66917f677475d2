import type { z } from 'zod';
import type { JobGraph } from '@weir/job-spec';
import type { JobValidation, JobView, LiveGraph, LiveMetrics } from '@weir/jobs';
import type { JobVersion, JobWarning } from '@weir/persistence';
import type { OperatorMetrics } from '@weir/run-contract';
import type * as contract from '../contract/job.schema.ts';
import { checkpointBody } from './checkpoint.response.ts';
import { runBody } from './run.response.ts';

export function jobBody({
  job,
  health,
  actions,
  currentRun,
  latestCheckpoint,
}: JobView): z.output<typeof contract.job> {
  return {
    id: job.id,
    name: job.name,
    version: job.version,
    state: job.state,
    health: { status: health.status, reasons: health.reasons.map((reason) => ({ ...reason })) },
    desiredState: job.desiredState,
    observedAt: job.observedAt,
    parallelism: job.parallelism,
    createdAt: job.createdAt,
    warnings: job.warnings.map(diagnosticBody),
    actions,
    currentRun: currentRun === null ? null : runBody(currentRun),
    latestCheckpoint: latestCheckpoint === null ? null : checkpointBody(latestCheckpoint),
  };
}

export function versionBody({
  jobId,
  number,
  createdAt,
  parallelism,
}: JobVersion): z.output<typeof contract.jobVersion> {
  return { jobId, number, createdAt, parallelism };
}

export function versionDetailBody(version: JobVersion): z.output<typeof contract.jobVersionDetail> {
  return { ...versionBody(version), spec: { ...version.spec } };
}

export function validationBody({ valid, diagnostics, graph }: JobValidation): z.output<typeof contract.validation> {
  return {
    valid,
    diagnostics: diagnostics.map(diagnosticBody),
    graph: graph === null ? null : graphBody({ graph, live: null }),
  };
}

export function graphBody({ graph, live }: LiveGraph): z.output<typeof contract.jobGraph> {
  const inputs = (uid: string): string[] => graph.edges.filter((edge) => edge.to === uid).map((edge) => edge.from);
  return {
    runId: live?.run.id ?? null,
    timestamp: live?.metrics.timestamp ?? null,
    operators: graph.nodes.map((node) => operatorBody(node, inputs(node.uid), live)),
    edges: graph.edges.map(({ from, to, shipStrategy }) => ({ from, to, shipStrategy })),
  };
}

export function metricsBody(live: LiveMetrics | null): z.output<typeof contract.jobMetrics> {
  if (live === null) return { runId: null, timestamp: null, recordsIn: 0, recordsOut: 0, operators: [] };
  const { run, metrics } = live;
  return {
    runId: run.id,
    timestamp: metrics.timestamp,
    recordsIn: metrics.recordsIn,
    recordsOut: metrics.recordsOut,
    operators: metrics.operators.map((operator) => ({
      uid: operator.uid,
      name: operator.name,
      type: operator.type,
      parallelism: operator.parallelism,
      metrics: operatorMetricsBody(operator),
    })),
  };
}

type GraphOperator = z.output<typeof contract.jobGraph>['operators'][number];
const kinds = { source: 'SOURCE', transform: 'TRANSFORM', sink: 'SINK' } as const;

function operatorBody(node: JobGraph['nodes'][number], inputs: string[], live: LiveMetrics | null): GraphOperator {
  const metrics = live?.metrics.operators.find((operator) => operator.uid === node.uid) ?? null;
  return {
    uid: node.uid,
    name: node.name,
    type: node.type,
    kind: kinds[node.role],
    parallelism: metrics?.parallelism ?? node.parallelism,
    vertex: metrics?.vertex ?? null,
    inputs,
    columns: node.columns.map(({ name, type, nullable }) => ({ name, type, nullable })),
    metrics: metrics === null ? null : operatorMetricsBody(metrics),
  };
}

function operatorMetricsBody(metrics: OperatorMetrics): NonNullable<GraphOperator['metrics']> {
  const { recordsIn, recordsOut, recordsInPerSecond, recordsOutPerSecond, busyRatio, backPressuredRatio, idleRatio } =
    metrics;
  return { recordsIn, recordsOut, recordsInPerSecond, recordsOutPerSecond, busyRatio, backPressuredRatio, idleRatio };
}

function diagnosticBody({
  pointer,
  code,
  message,
  severity,
  position,
}: JobWarning): z.output<typeof contract.diagnostic> {
  return { pointer, code, message, severity, position };
}
