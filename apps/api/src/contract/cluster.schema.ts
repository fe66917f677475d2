import { workerRoles } from '@weir/persistence';
import { z } from 'zod';
import { pageOf, response } from './named-schema.ts';
import { count, timestamp } from './scalar.ts';

export const overview = response(
  'Overview',
  z.object({
    version: z.string().describe('Of the server.'),
    jobs: z
      .object({
        total: count.describe('All jobs.'),
        byState: z
          .record(z.string(), count)
          .describe('State to the number of jobs in it; states without a job are left out.'),
      })
      .describe('Jobs of the installation.'),
    checkpoints: z
      .object({
        completedLastHour: count.describe('Checkpoints and savepoints that were completed within the last hour.'),
        failedLastHour: count.describe('Those that failed within the last hour.'),
      })
      .describe('Checkpoints of all jobs.'),
    savepoints: count.describe('Savepoints that are kept.'),
    removals: z
      .object({
        count: count.describe('Snapshots and folders that are still there.'),
        since: timestamp.nullable().describe('When the job of the oldest was deleted; null: there is none.'),
        error: z.string().nullable().describe('Why the last try to remove the oldest was in vain; null: it was not.'),
      })
      .describe('Files of deleted jobs that could not be removed yet. They are tried again, ever more seldom.'),
    workers: z
      .object({
        online: count.describe('Engine hosts that were heard of lately.'),
        runs: count.describe('Runs that they hold.'),
      })
      .describe('Engine hosts.'),
  }),
);

export const worker = response(
  'Worker',
  z.object({
    id: z.string().describe('Stable over its starts.'),
    incarnation: count.meta({ description: 'Which start of this worker it is.' }),
    role: z.enum(workerRoles).describe('all: API and engine in one process; api: no engine; worker: no API.'),
    hostname: z.string().describe('The machine it runs on.'),
    pid: count.describe('Its process there.'),
    state: z.enum(['ONLINE', 'OFFLINE']).describe('OFFLINE: it was not heard of lately.'),
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
    type: z.string().describe('What an operator of a job spec says as its `type`.'),
    kind: z.enum(['SOURCE', 'TRANSFORM', 'SINK']).describe('Whether it makes, changes or takes rows.'),
    description: z.string().describe('What it does.'),
    options: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema of the options.' }),
  }),
);
export const connectorPage = pageOf('ConnectorPage', connector);

export const health = response('Health', z.object({ status: z.literal('ok').describe('The process answers.') }));
export const readiness = response(
  'Readiness',
  z.object({
    status: z.literal('ready').describe('Requests can be served.'),
    database: z.literal('up').describe('Postgres answers.'),
  }),
);
