import type { z } from 'zod';
import type { Overview } from '@weir/jobs';
import type { Operation, PlatformEvent, Worker } from '@weir/persistence';
import type * as clusterContract from '../contract/cluster.schema.ts';
import type * as contract from '../contract/operation.schema.ts';

export function operationBody(operation: Operation): z.output<typeof contract.operation> {
  const { id, kind, jobId, runId, status, createdAt, finishedAt, result, error } = operation;
  return { id, kind, jobId, runId, status, createdAt, finishedAt, result, error };
}

export function eventBody(event: PlatformEvent): z.output<typeof contract.event> {
  const { sequence, type, timestamp, jobId, runId, data } = event;
  return { sequence, type, timestamp, jobId, runId, data: { ...data } };
}

export function workerBody(worker: Worker): z.output<typeof clusterContract.worker> {
  return {
    id: worker.id,
    incarnation: worker.incarnation,
    role: worker.role,
    hostname: worker.hostname,
    pid: worker.pid,
    state: worker.isOnline ? 'ONLINE' : 'OFFLINE',
    startedAt: worker.startedAt,
    heartbeatAt: worker.heartbeatAt,
    capacity: worker.capacity,
    runs: worker.runs,
  };
}

export function overviewBody(overview: Overview, version: string): z.output<typeof clusterContract.overview> {
  const byState = Object.fromEntries(Object.entries(overview.jobsByState));
  return {
    version,
    jobs: { total: Object.values(byState).reduce((sum, count) => sum + count, 0), byState },
    removals: overview.removals,
    checkpoints: {
      completedLastHour: overview.checkpointsLastHour.completed,
      failedLastHour: overview.checkpointsLastHour.failed,
    },
    savepoints: overview.savepoints,
    workers: { ...overview.workers },
  };
}
