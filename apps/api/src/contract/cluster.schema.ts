import { workerRoles } from '@weir/persistence';
import { z } from 'zod';
import { pageOf, response } from './named-schema.ts';
import { count, timestamp } from './scalar.ts';

export const overview = response(
  'Overview',
  z.object({
    version: z.string(),
    jobs: z.object({ total: count, byState: z.record(z.string(), count) }),
    checkpoints: z.object({ completedLastHour: count, failedLastHour: count }),
    savepoints: count,
    workers: z.object({ online: count, runs: count }),
  }),
);

export const worker = response(
  'Worker',
  z.object({
    id: z.string(),
    incarnation: count.meta({ description: 'Which start of this worker it is.' }),
    role: z.enum(workerRoles),
    hostname: z.string(),
    pid: count,
    state: z.enum(['ONLINE', 'OFFLINE']),
    startedAt: timestamp,
    heartbeatAt: timestamp,
    capacity: count.meta({ description: 'Runs at a time.' }),
    runs: count.meta({ description: 'Runs it holds now.' }),
  }),
);
export const workerPage = pageOf('WorkerPage', worker);

export const connector = response(
  'Connector',
  z.object({
    type: z.string(),
    kind: z.enum(['SOURCE', 'TRANSFORM', 'SINK']),
    description: z.string(),
    options: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema of the options.' }),
  }),
);
export const connectorPage = pageOf('ConnectorPage', connector);

export const health = response('Health', z.object({ status: z.literal('ok') }));
export const readiness = response('Readiness', z.object({ status: z.literal('ready'), database: z.literal('up') }));
