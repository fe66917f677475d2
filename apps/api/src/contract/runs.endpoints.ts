import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { jobGraph, jobMetrics, outputPage } from './job.schema.ts';
import { jobPath, noQuery, page } from './parameters.ts';
import { exceptionPage, runDetail, runPage } from './run.schema.ts';
import { pageQuery, plainText, uuid } from './scalar.ts';

const tag = 'Runs' as const;

export const listRuns = endpoint({
  id: 'listRuns',
  method: 'GET',
  path: '/jobs/{jobId}/runs',
  tag,
  summary: 'Runs with their attempts, newest first',
  params: jobPath,
  query: page,
  success: { status: 200, description: 'A page of runs.', schema: runPage },
});
export const getRun = endpoint({
  id: 'getRun',
  method: 'GET',
  path: '/jobs/{jobId}/runs/{runId}',
  tag,
  summary: 'One run with its attempts',
  params: z.object({ ...jobPath.shape, runId: uuid.describe('The `id` of the run.') }),
  query: noQuery,
  success: { status: 200, description: 'The run.', schema: runDetail },
});
export const listExceptions = endpoint({
  id: 'listExceptions',
  method: 'GET',
  path: '/jobs/{jobId}/exceptions',
  tag,
  summary: 'Failures of attempts and runs, newest first',
  params: jobPath,
  query: page,
  success: { status: 200, description: 'A page of failures.', schema: exceptionPage },
});
export const getGraph = endpoint({
  id: 'getGraph',
  method: 'GET',
  path: '/jobs/{jobId}/graph',
  tag,
  summary: 'Operators and edges, with live rates and back pressure while the job runs',
  params: jobPath,
  query: noQuery,
  success: { status: 200, description: 'The graph.', schema: jobGraph },
});
export const getMetrics = endpoint({
  id: 'getMetrics',
  method: 'GET',
  path: '/jobs/{jobId}/metrics',
  tag,
  summary: 'Counters and rates of the current run, refreshed each second by its owner',
  params: jobPath,
  query: noQuery,
  success: { status: 200, description: 'The metrics.', schema: jobMetrics },
});
export const getOutput = endpoint({
  id: 'getOutput',
  method: 'GET',
  path: '/jobs/{jobId}/output',
  tag,
  summary: 'Tail of the print sinks',
  description:
    'Without a cursor the newest rows; with the last `nextCursor` the rows that came since. About a thousand rows are kept.',
  params: jobPath,
  query: z.strictObject({
    ...pageQuery,
    operator: plainText(100).optional().meta({ description: 'Only rows of this print sink.' }),
  }),
  success: { status: 200, description: 'Rows, oldest first.', schema: outputPage },
});
