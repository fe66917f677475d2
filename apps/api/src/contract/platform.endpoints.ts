import { z } from 'zod';
import { connectorPage, health, overview, readiness, workerPage } from './cluster.schema.ts';
import { endpoint } from './endpoint.ts';
import { operation, operationPage } from './operation.schema.ts';
import { noQuery } from './parameters.ts';
import { pageQuery, uuid } from './scalar.ts';

const tag = 'Platform' as const;

export const listOperations = endpoint({
  id: 'listOperations',
  method: 'GET',
  path: '/operations',
  tag,
  summary: 'Asynchronous requests, newest first',
  query: z.strictObject({ ...pageQuery, jobId: uuid.optional().describe('Only those of this job.') }),
  success: { status: 200, description: 'A page of operations.', schema: operationPage },
});
export const getOperation = endpoint({
  id: 'getOperation',
  method: 'GET',
  path: '/operations/{operationId}',
  tag,
  summary: 'What became of an asynchronous request',
  params: z.object({ operationId: uuid.describe('The `id` of the operation.') }),
  query: noQuery,
  success: { status: 200, description: 'The operation.', schema: operation },
});
export const streamEvents = endpoint({
  id: 'streamEvents',
  method: 'GET',
  path: '/events',
  tag,
  summary: 'Server-sent events of everything that happens',
  description:
    'Each event carries its type in `event`, its number in `id` and an Event in `data`. With Last-Event-ID (or `lastEventId`) the stream ' +
    'resumes after that number, otherwise it begins now. A comment comes every 15 s while nothing happens.',
  query: z.strictObject({
    jobId: uuid.optional().describe('Only events of this job.'),
    lastEventId: z
      .string()
      .regex(/^\d{1,15}$/, 'Must be the number of an event.')
      .optional()
      .describe('As the header, for clients that cannot set it.'),
  }),
  headers: ['Last-Event-ID'],
  success: { status: 200, description: 'The stream.', contentType: 'text/event-stream' },
});
export const listWorkers = endpoint({
  id: 'listWorkers',
  method: 'GET',
  path: '/workers',
  tag,
  summary: 'Engine hosts',
  query: noQuery,
  success: { status: 200, description: 'All workers seen in the last day.', schema: workerPage },
});
export const getOverview = endpoint({
  id: 'getOverview',
  method: 'GET',
  path: '/overview',
  tag,
  summary: 'Counts over the whole installation',
  query: noQuery,
  success: { status: 200, description: 'The overview.', schema: overview },
});
export const listConnectors = endpoint({
  id: 'listConnectors',
  method: 'GET',
  path: '/connectors',
  tag,
  summary: 'Operator types a job spec may name, with the JSON Schema of their options',
  query: noQuery,
  success: { status: 200, description: 'All of them.', schema: connectorPage },
});
export const getHealth = endpoint({
  id: 'getHealth',
  method: 'GET',
  path: '/healthz',
  base: 'root',
  tag,
  summary: 'The process is alive',
  success: { status: 200, description: 'Alive.', schema: health },
});
export const getReadiness = endpoint({
  id: 'getReadiness',
  method: 'GET',
  path: '/readyz',
  base: 'root',
  tag,
  summary: 'The process can serve: Postgres answers',
  success: { status: 200, description: 'Ready.', schema: readiness },
});
export const getPrometheus = endpoint({
  id: 'getPrometheus',
  method: 'GET',
  path: '/metrics',
  base: 'root',
  tag,
  summary: 'Metrics in Prometheus text format',
  success: { status: 200, description: 'The metrics.', contentType: 'text/plain' },
});
